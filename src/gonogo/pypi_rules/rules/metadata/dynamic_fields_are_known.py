"""Dynamic names fields that may be dynamic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.rule import Fault
    from gonogo.pypi_rules.upload import Upload


@rule(Stage.METADATA_SPEC + 15, source="Core metadata specifications, Dynamic; PEP 643")
def dynamic_fields_are_known(upload: Upload) -> Iterator[Fault]:
    """Dynamic names something that is no metadata field, or one that may never be dynamic (Name, Version,
    Metadata-Version).

    The index reads from it which fields may differ between sdist and wheels.

    Mend: correct `dynamic` in `[project]` or update the build backend.
    """
    yield from upload.spec.faults("dynamic")
