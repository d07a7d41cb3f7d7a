"""The wheel holds its licence files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi.upload import Upload


@rule(Stage.LICENCES + 10, source="PEP 639")
def wheel_has_its_licence_files(upload: Upload) -> Iterator[Fault]:
    """A License-File that the metadata names is not in the wheel's `.dist-info/licenses` folder.

    Mend: update the build backend and build again.
    """
    artifact = upload.artifact
    if not artifact.is_wheel or artifact.trouble:
        return
    for name in upload.all("license_file"):
        target = f"{artifact.dist_info}/licenses/{name}"
        if artifact.read(target) is None:
            yield Fault(f"License-File {name} does not exist in distribution file at {target}", target)
