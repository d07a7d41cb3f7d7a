"""The archive is of a size that can be judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.ARCHIVE + 4, source="gonogo's own limits")
def archive_can_be_judged(upload: Upload) -> Iterator[Fault]:
    """The archive unpacks to so much, or has so many members, that gonogo stops reading: no tool should have
    to.

    Mend: leave out what is not needed.
    """
    trouble = upload.artifact.trouble
    if trouble and trouble.kind == "limit":
        yield Fault(f"Invalid distribution file. Reading stopped: {trouble.why}", upload.filename)
