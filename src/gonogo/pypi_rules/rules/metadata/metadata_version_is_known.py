"""The metadata version is one that exists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.rule import Fault
    from gonogo.pypi_rules.upload import Upload


@rule(Stage.METADATA_SPEC + 1, source="Core metadata specifications, Metadata-Version")
def metadata_version_is_known(upload: Upload) -> Iterator[Fault]:
    """Metadata-Version is missing or not one of 1.0, 1.1, 1.2, 2.1, 2.2, 2.3, 2.4 and 2.5.

    The index reads the other fields by it; 2.0 never was.

    Mend: build again with a backend of today.
    """
    yield from upload.spec.faults("metadata-version")
