"""entry_points.txt is valid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi.entrypoints import fault_in
from gonogo.pypi.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi.upload import Upload


@rule(Stage.ENTRY_POINTS + 10, source="Entry points specification")
def entry_points_are_valid(upload: Upload) -> Iterator[Fault]:
    """The wheel's entry_points.txt is not UTF-8 INI with `=`, names something twice, or gives a script a name
    that is no file name.

    Mend: correct `scripts` and `entry-points` in `[project]`.
    """
    artifact = upload.artifact
    target = f"{artifact.dist_info}/entry_points.txt"
    data = artifact.read(target) if artifact.is_wheel else None
    why = fault_in(data) if data is not None else ""
    if why:
        message = f"Wheel '{upload.filename}' has invalid entry points defined in the entry_points.txt file"
        yield Fault(message, f"{target}: {why}")
