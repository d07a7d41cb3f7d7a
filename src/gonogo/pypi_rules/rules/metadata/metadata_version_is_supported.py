"""The index knows the metadata version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.contenttype import SUPPORTED
from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.METADATA_INDEX + 1, source="The index's own list, read 2026-08-21")
def metadata_version_is_supported(upload: Upload) -> Iterator[Fault]:
    """The metadata version exists, but the index does not take it yet (it knew up to 2.5 on 2026-08-21).

    Mend: build with a backend that writes an older metadata version.
    """
    version = upload.one("metadata_version")
    if version not in SUPPORTED and "metadata-version" not in upload.spec.errors:
        yield Fault(f"{version!r} is not a valid metadata version", "metadata-version", "metadata-version")
