"""No other project's name looks the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.names import look
from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.PROJECT + 20, source="The index's own rule against look-alikes")
def name_is_unlike_others(upload: Upload) -> Iterator[Fault]:
    """Another project's name is the same once separators are left out and l, i and 1, o and 0 are taken for
    one; the index takes no new project of such a name.

    Mend: choose another name.
    """
    if upload.facts is None or upload.facts.exists is not False or not upload.facts.neighbours:
        return
    mine = look(upload.project)
    if any(look(other) == mine for other in upload.facts.neighbours):
        yield Fault(f"The name {upload.one('name')!r} is too similar to an existing project.", "name")
