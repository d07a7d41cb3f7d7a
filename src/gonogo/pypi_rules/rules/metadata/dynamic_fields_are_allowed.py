"""Dynamic names fields of the index's list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.METADATA_INDEX + 19, source="Core metadata specifications, Dynamic; the index's list")
def dynamic_fields_are_allowed(upload: Upload) -> Iterator[Fault]:
    """Dynamic names a field that exists, but that the index does not take as dynamic (Dynamic itself).

    Mend: correct `dynamic` in `[project]` or update the build backend.
    """
    if any(name.lower() == "dynamic" for name in upload.all("dynamic")):
        yield Fault("Dynamic field 'dynamic' is not a valid dynamic field.", "dynamic", "dynamic")
