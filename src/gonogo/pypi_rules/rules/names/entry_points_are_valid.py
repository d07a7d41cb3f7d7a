"""entry_points.txt is valid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.entrypoints import fault_in
from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.ENTRY_POINTS + 10, source="Entry points specification")
def entry_points_are_valid(upload: Upload) -> Iterator[Fault]:
    """The wheel's entry_points.txt is not UTF-8 INI with `=`, names something twice, or gives a script a name
    that is no file name.

    Installers make programs of the names.

    Mend: correct `scripts` and `entry-points` in `[project]`.
    """
    artifact = upload.artifact
    target = f"{artifact.dist_info}/entry_points.txt"
    if not artifact.is_wheel or target not in artifact.names:
        return
    data = artifact.read(target)
    why = "it cannot be unpacked" if data is None else fault_in(data)
    if why:
        message = f"Wheel '{upload.filename}' has invalid entry points defined in the entry_points.txt file"
        yield Fault(message, f"{target}: {why}")
