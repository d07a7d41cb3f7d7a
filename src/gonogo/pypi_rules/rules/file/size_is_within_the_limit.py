"""The file is within the index's size limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules import limits
from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.SIZE + 10, source="The index's limits, read 2026-08-21")
def size_is_within_the_limit(upload: Upload) -> Iterator[Fault]:
    """The file is larger than 100 MiB, the index's limit unless it was raised for the project.

    Mend: leave out what is not needed, or ask the index for a larger limit before the release.
    """
    limit = upload.facts.file_size_limit if upload.facts else limits.FILE_SIZE
    if upload.artifact.size > limit:
        message = f"File too large. Limit for project {upload.one('name')!r} is {limit // limits.MIB} MB."
        yield Fault(message, upload.filename)
