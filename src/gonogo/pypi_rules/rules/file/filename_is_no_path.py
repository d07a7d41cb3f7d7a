"""The file name is no path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.FILE_NAME + 20, source="The index's own rule")
def filename_is_no_path(upload: Upload) -> Iterator[Fault]:
    """The file name holds a slash or a backslash.

    The index keeps files under plain names.

    Mend: build the file again.
    """
    if set(upload.filename) & set("/\\"):
        yield Fault("Cannot upload a file with '/' or '\\' in the name.", upload.filename)
