"""The file is one kind of archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.ARCHIVE + 1, source="The index's own rule against ambiguous archives")
def archive_is_of_one_kind(upload: Upload) -> Iterator[Fault]:
    """The file can be read both as zip and as tar, so that two tools would see different contents.

    Mend: build the file again; do not join archives.
    """
    if upload.artifact.looks_like == {"zip", "tar"}:
        yield Fault("Invalid distribution file. File is both a zip and a tar file", upload.filename)
