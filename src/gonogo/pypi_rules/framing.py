"""Faults of a zip's framing, handed to the rule that each belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault
from gonogo.pypi_rules.ziparchive import ZipArchive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


def framing(upload: Upload, kind: str) -> Iterator[Fault]:
    """Yield the archive's framing fault where it is of this kind."""
    archive = upload.artifact.archive
    if isinstance(archive, ZipArchive) and archive.frame and archive.frame.kind == kind:
        message = f"Invalid distribution file. ZIP archive not accepted: {archive.frame.message}."
        yield Fault(message, upload.filename)
