"""The WHEEL file has the tags of the file name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule
from gonogo.pypi_rules.wheelname import named_tags, told_tags, wheel_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.HAZARD + 47, source="Binary distribution format specification, WHEEL")
def wheel_tags_fit_the_file_name(upload: Upload) -> Iterator[Fault]:
    """The Tag lines of WHEEL are not the tags in the file name; the wheel was renamed, or built for another Python.

    The index looks at the file name only.

    Mend: build the wheel again, or retag it with `wheel tags`.
    """
    artifact = upload.artifact
    data = artifact.read(f"{artifact.dist_info}/WHEEL") if artifact.is_wheel else None
    parsed = wheel_name(upload.filename)
    if data is None or isinstance(parsed, str):
        return
    inside, outside = told_tags(data), named_tags(upload.filename)
    if inside and inside != outside:
        yield Fault(f"WHEEL says {', '.join(sorted(inside))}", f"{artifact.dist_info}/WHEEL")
