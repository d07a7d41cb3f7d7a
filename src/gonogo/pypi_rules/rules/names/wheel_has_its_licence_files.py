"""The wheel holds its licence files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule
from gonogo.pypi_rules.ziparchive import ZipArchive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.LICENCES + 10, source="PEP 639")
def wheel_has_its_licence_files(upload: Upload) -> Iterator[Fault]:
    """A License-File that the metadata names is not in the wheel's `.dist-info/licenses` folder.

    The index holds the metadata to what is in the archive.

    Mend: update the build backend and build again.
    """
    artifact = upload.artifact
    archive = artifact.archive
    if not artifact.is_wheel or artifact.trouble or not isinstance(archive, ZipArchive):
        return
    for name in upload.all("license_file"):
        target = f"{artifact.dist_info}/licenses/{name}"
        if not archive.unpacks(target):
            yield Fault(f"License-File {name} does not exist in distribution file at {target}", target)
