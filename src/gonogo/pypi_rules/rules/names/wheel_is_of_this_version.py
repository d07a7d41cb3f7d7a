"""The wheel's name has the metadata's version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule
from gonogo.pypi_rules.wheelname import wheel_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.NAME + 90, source="Binary distribution format specification")
def wheel_is_of_this_version(upload: Upload) -> Iterator[Fault]:
    """The wheel's file name has another version than its metadata.

    The index would list it under a release that it is not of.

    Mend: build the wheel again; do not rename it.
    """
    parsed = wheel_name(upload.filename) if upload.artifact.is_wheel else ""
    if not isinstance(parsed, str) and upload.version and parsed[1] != upload.version:
        message = f"Version in filename should be {str(upload.version)!r} not {str(parsed[1])!r}."
        yield Fault(message, upload.filename)
