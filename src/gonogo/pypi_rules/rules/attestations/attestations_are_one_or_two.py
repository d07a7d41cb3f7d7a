"""There are one or two attestations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules import limits
from gonogo.pypi_rules.attestation import PREFIX, listed, shape_fault
from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.ATTESTATIONS + 20, source="PEP 740")
def attestations_are_one_or_two(upload: Upload) -> Iterator[Fault]:
    """The list of attestations is empty or has more than two.

    The index takes one of each kind that it knows.

    Mend: send one for publishing and at most one for provenance.
    """
    text = upload.one("attestations")
    count = len(listed(text))
    if text and not shape_fault(text) and not 0 < count <= limits.ATTESTATIONS:
        yield Fault(f"{PREFIX}A file may have one or two attestations, not {count}", "attestations")
