"""Every requirement is valid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.rule import Fault
    from gonogo.pypi_rules.upload import Upload


@rule(Stage.METADATA_SPEC + 12, source="Core metadata specifications, Requires-Dist; PEP 508")
def requirements_are_valid(upload: Upload) -> Iterator[Fault]:
    """A requirement does not follow the syntax of dependency specifiers, so no installer could read it.

    Mend: correct it in `dependencies` or `optional-dependencies`.
    """
    yield from upload.spec.faults("requires-dist")
