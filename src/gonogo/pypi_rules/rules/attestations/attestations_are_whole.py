"""Attestations are whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.attestation import PREFIX, shape_fault
from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.ATTESTATIONS + 10, source="PEP 740")
def attestations_are_whole(upload: Upload) -> Iterator[Fault]:
    """The attestations are not a list of attestation objects in JSON.

    The index verifies each and serves it beside the file.

    Mend: make them again with pypi-attestations or the publish action.
    """
    text = upload.one("attestations")
    why = shape_fault(text) if text else ""
    if why:
        yield Fault(f"{PREFIX}{why}", "attestations")
