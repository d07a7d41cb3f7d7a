"""The sdist's name is a project and a version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule
from gonogo.pypi_rules.wheelname import sdist_project

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.NAME + 10, source="Source distribution format specification; PEP 625")
def sdist_name_parses(upload: Upload) -> Iterator[Fault]:
    """The sdist's file name is not `name-version.tar.gz`.

    The index and installers read project and version from it.

    Mend: build the sdist again; do not rename it.
    """
    if upload.one("filetype") == "sdist" and not sdist_project(upload.filename):
        yield Fault(f"Invalid source distribution filename: {upload.filename}", upload.filename)
