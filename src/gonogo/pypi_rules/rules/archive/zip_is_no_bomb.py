"""The archive does not unpack to fifty times its size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules import limits
from gonogo.pypi_rules.rule import Fault, Stage, rule
from gonogo.pypi_rules.ziparchive import ZipArchive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.ARCHIVE + 10, source="The index's own rule, read 2026-08-21")
def zip_is_no_bomb(upload: Upload) -> Iterator[Fault]:
    """The archive unpacks to more than 64 MiB and to more than fifty times its own size, as bombs do.

    Mend: leave out or compress what is so uniform.
    """
    archive = upload.artifact.archive
    if isinstance(archive, ZipArchive) and archive.is_bomb:
        message = f"Invalid distribution file. File exceeds compression ratio of {limits.RATIO}"
        yield Fault(message, upload.filename)
