"""Attestations are of known kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.attestation import PREFIX, kinds, statements
from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.ATTESTATIONS + 30, source="PEP 740")
def attestations_are_of_known_kinds(upload: Upload) -> Iterator[Fault]:
    """An attestation's predicate is neither the publish predicate nor SLSA provenance, or two have the same.

    The index would not know what they say.

    Mend: send one of each kind at most.
    """
    given = [str(statement.get("predicateType")) for statement in statements(upload.one("attestations"))]
    for kind in sorted(set(given) - kinds() if given else ()):
        yield Fault(f"{PREFIX}Attestation with unsupported predicate type: {kind}", "attestations")
    for kind in sorted({kind for kind in given if given.count(kind) > 1}):
        yield Fault(f"{PREFIX}Multiple attestations with the same predicate type ({kind})", "attestations")
