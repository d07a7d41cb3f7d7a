"""Attestations are of this file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.attestation import PREFIX, payloads, statement_fault
from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.ATTESTATIONS + 40, source="PEP 740")
def attestations_are_of_this_file(upload: Upload) -> Iterator[Fault]:
    """An attestation names another file or another digest than the one that is sent, or more than one, or none.

    They would prove nothing about it.

    Mend: make it again for these bytes.
    """
    for payload in payloads(upload.one("attestations")):
        why = statement_fault(payload, upload.filename, upload.digests["sha256"])
        if why:
            yield Fault(f"{PREFIX}Could not verify the uploaded artifact: {why}", "attestations")
