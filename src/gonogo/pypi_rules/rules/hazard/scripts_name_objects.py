"""Scripts name an object in a module."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.entrypoints import odd_scripts
from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.HAZARD + 70, source="Entry points specification")
def scripts_name_objects(upload: Upload) -> Iterator[Fault]:
    """A script's entry point is not `module:object`, but has a `;`, a line break or other code in it.

    Installers write it into a program as it is, and the index does not look.

    Mend: correct `scripts` in `[project]`.
    """
    artifact = upload.artifact
    target = f"{artifact.dist_info}/entry_points.txt"
    data = artifact.read(target) if artifact.is_wheel else None
    for script in odd_scripts(data or b""):
        yield Fault(f"the script {script!r} names no object", target)
