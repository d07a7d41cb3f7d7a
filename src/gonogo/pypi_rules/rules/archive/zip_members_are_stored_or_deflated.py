"""Members are stored or deflated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule
from gonogo.pypi_rules.ziparchive import ZipArchive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.ARCHIVE + 11, source="Binary distribution format specification")
def zip_members_are_stored_or_deflated(upload: Upload) -> Iterator[Fault]:
    """A member is compressed in another way than stored or deflated, which not every installer can unpack.

    Mend: build the wheel again with a backend of today.
    """
    archive = upload.artifact.archive
    if isinstance(archive, ZipArchive) and not archive.is_plain:
        message = "Invalid distribution file. File does not use a supported compression type"
        yield Fault(message, upload.filename)
