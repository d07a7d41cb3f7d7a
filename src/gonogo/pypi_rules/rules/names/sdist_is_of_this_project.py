"""The sdist's name is the project's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule
from gonogo.pypi_rules.wheelname import sdist_project

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.NAME + 20, source="Source distribution format specification; PEP 625")
def sdist_is_of_this_project(upload: Upload) -> Iterator[Fault]:
    """The sdist's file name begins with another project's name than its metadata has.

    The index would list it among the files of a project that it is not of.

    Mend: build the sdist again; do not rename it.
    """
    project = sdist_project(upload.filename)
    if upload.one("filetype") == "sdist" and project and project != upload.project:
        expected = upload.project.replace("-", "_")
        yield Fault(f"Start filename for {upload.one('name')!r} with {expected!r}.", upload.filename)
