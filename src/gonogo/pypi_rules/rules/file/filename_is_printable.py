"""The file name has no control characters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.FILE_NAME + 10, source="The index's own rule")
def filename_is_printable(upload: Upload) -> Iterator[Fault]:
    """The file name holds a control character.

    The index's file store does not keep such names.

    Mend: build the file again.
    """
    if any(ord(char) < 32 or ord(char) == 127 for char in upload.filename):
        yield Fault("Cannot upload a file with non-printable characters in the name.", upload.filename)
