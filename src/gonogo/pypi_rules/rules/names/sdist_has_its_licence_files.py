"""The sdist holds its licence files."""

from __future__ import annotations

from posixpath import join
from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.NAME + 40, source="PEP 639")
def sdist_has_its_licence_files(upload: Upload) -> Iterator[Fault]:
    """A License-File that the metadata names is not in the sdist.

    The index holds the metadata to what is in the archive.

    Mend: correct `license-files`, or add the file to the sdist.
    """
    archive = upload.artifact.archive
    if upload.one("filetype") != "sdist" or not archive or not archive.top:
        return
    for name in upload.all("license_file"):
        target = join(archive.top, name)
        if target.rstrip("/") not in archive.names:
            yield Fault(f"License-File {name} does not exist in distribution file at {target}", target)
