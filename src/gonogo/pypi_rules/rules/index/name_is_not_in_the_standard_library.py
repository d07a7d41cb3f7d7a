"""The name is not a module of the standard library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.names import standard_names
from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.PROJECT + 10, source="The index's own rule; stdlib-list")
def name_is_not_in_the_standard_library(upload: Upload) -> Iterator[Fault]:
    """The project's name is that of a standard-library module of some Python, so that an install by mistake
    would be likely; the index takes no new project of such a name.

    Mend: choose another name.
    """
    if upload.facts and upload.facts.exists:
        return
    if upload.project in standard_names():
        why = "isn't allowed (conflict with Python Standard Library module name)."
        yield Fault(f"The name {upload.one('name')!r} {why}", "name")
