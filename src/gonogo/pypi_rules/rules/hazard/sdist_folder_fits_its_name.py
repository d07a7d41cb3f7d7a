"""The sdist's folder is named as the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.HAZARD + 35, source="Source distribution format specification; PEP 625")
def sdist_folder_fits_its_name(upload: Upload) -> Iterator[Fault]:
    """The sdist's one folder is not named `name-version` as the file is.

    The index takes it; an installer could be harmed by it or refuse it.

    Mend: build the sdist again; do not rename it.
    """
    top = upload.artifact.sdist_top
    stem = upload.filename.removesuffix(".tar.gz")
    if top not in {None, "", ".", "/", stem}:
        yield Fault(f"the folder is {top!r}, not {stem!r}", str(top))
