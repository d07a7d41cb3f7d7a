"""The sdist's folder is named as the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi.rule import Fault, Stage, rule
from gonogo.pypi.tararchive import TarArchive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi.upload import Upload


@rule(Stage.HAZARD + 35, source="Source distribution format specification; PEP 625")
def sdist_folder_fits_its_name(upload: Upload) -> Iterator[Fault]:
    """The sdist's one folder is not named `name-version` as the file is.

    The index takes it; an installer could be harmed by it or refuse it.

    Mend: build the sdist again; do not rename it.
    """
    archive = upload.artifact.archive
    stem = upload.filename.removesuffix(".tar.gz")
    if isinstance(archive, TarArchive) and not archive.trouble and archive.top not in {None, "", ".", "/", stem}:
        yield Fault(f"the folder is {archive.top!r}, not {stem!r}", str(archive.top))
