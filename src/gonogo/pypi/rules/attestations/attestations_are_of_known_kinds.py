"""Attestations are of known kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi.attestation import KINDS, PREFIX, statements
from gonogo.pypi.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi.upload import Upload


@rule(Stage.ATTESTATIONS + 30, source="PEP 740")
def attestations_are_of_known_kinds(upload: Upload) -> Iterator[Fault]:
    """An attestation's predicate is neither the publish predicate nor SLSA provenance, or two have the same.

    Mend: send one of each kind at most.
    """
    kinds = [statement.get("predicateType") for statement in statements(upload.one("attestations"))]
    for kind in sorted({str(kind) for kind in kinds} - KINDS):
        yield Fault(f"{PREFIX}Attestation with unsupported predicate type: {kind}", "attestations")
    for kind in sorted({str(kind) for kind in kinds if kinds.count(kind) > 1}):
        yield Fault(f"{PREFIX}Multiple attestations with the same predicate type ({kind})", "attestations")
