"""The wheel's name is the project's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule
from gonogo.pypi_rules.wheelname import wheel_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.NAME + 70, source="Binary distribution format specification")
def wheel_is_of_this_project(upload: Upload) -> Iterator[Fault]:
    """The wheel's file name begins with another project's name than its metadata has.

    The index would list it among the files of a project that it is not of.

    Mend: build the wheel again; do not rename it.
    """
    parsed = wheel_name(upload.filename) if upload.artifact.is_wheel else ""
    if not isinstance(parsed, str) and parsed[0] != upload.project:
        expected = upload.project.replace("-", "_")
        yield Fault(f"Start filename for {upload.one('name')!r} with {expected!r}.", upload.filename)
