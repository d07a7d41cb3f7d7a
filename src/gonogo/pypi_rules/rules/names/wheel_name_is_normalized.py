"""The wheel's project part is normalized."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule
from gonogo.pypi_rules.wheelname import wheel_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.NAME + 80, source="Binary distribution format specification")
def wheel_name_is_normalized(upload: Upload) -> Iterator[Fault]:
    """The wheel's file name spells the project otherwise than in lower case with `_`.

    Installers look for its `.dist-info` folder under that one name.

    Mend: update the build backend and build again.
    """
    parsed = wheel_name(upload.filename) if upload.artifact.is_wheel else ""
    mine, expected = upload.filename.split("-", 1)[0], upload.project.replace("-", "_")
    if not isinstance(parsed, str) and parsed[0] == upload.project and mine != expected:
        message = f"should contain the normalized project name {expected!r}, not {mine!r}."
        yield Fault(f"Filename {upload.filename!r} {message}", upload.filename)
