"""The project stays within the index's size limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules import limits
from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.SIZE + 20, source="The index's limits, read 2026-08-21")
def project_is_within_the_limit(upload: Upload) -> Iterator[Fault]:
    """With this file the project would be larger than 10 GiB, the index's limit unless it was raised.

    Mend: delete old files from the index, or ask it for a larger limit.
    """
    served = sum(one.size or 0 for one in upload.facts.served) if upload.facts else 0
    if served + upload.artifact.size > limits.PROJECT_SIZE:
        message = f"Project size too large. Limit for project {upload.one('name')!r} total size is 10 GB."
        yield Fault(message, upload.filename)
