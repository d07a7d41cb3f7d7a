"""The wheel's name leaves room for «.metadata»."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules import limits
from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.METADATA_FILE + 20, source="The index's file system")
def filename_is_short(upload: Upload) -> Iterator[Fault]:
    """The wheel's file name is longer than 246 bytes; the index puts `.metadata` behind it and has room for
    255.

    Mend: shorten the version or the list of tags.
    """
    if upload.artifact.is_wheel and len(f"{upload.filename}.metadata".encode()) > limits.NAME_BYTES:
        yield Fault(f"Filename is too long: '{upload.filename}'", upload.filename)
