"""Attestations are of this file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi.attestation import PREFIX, statements, subject
from gonogo.pypi.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi.upload import Upload


@rule(Stage.ATTESTATIONS + 40, source="PEP 740")
def attestations_are_of_this_file(upload: Upload) -> Iterator[Fault]:
    """An attestation names another file or another digest than the one that is sent.

    They would prove nothing about it.

    Mend: make it again for these bytes.
    """
    for statement in statements(upload.one("attestations")):
        name, digest = subject(statement)
        if (name, digest) != (upload.filename, upload.digests["sha256"]):
            yield Fault(f"{PREFIX}Could not verify: the subject is {name!r}", "attestations")
