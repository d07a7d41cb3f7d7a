"""The wheel's name is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule
from gonogo.pypi_rules.wheelname import wheel_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.NAME + 50, source="Binary distribution format specification")
def wheel_name_parses(upload: Upload) -> Iterator[Fault]:
    """The wheel's file name is not `name-version(-build)-python-abi-platform.whl`, or a part of it is not
    valid.

    The index and installers read project, version and tags from it.

    Mend: build the wheel again; do not rename it.
    """
    parsed = wheel_name(upload.filename) if upload.artifact.is_wheel else None
    if isinstance(parsed, str):
        yield Fault(parsed, upload.filename)
