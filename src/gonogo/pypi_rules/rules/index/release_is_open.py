"""The release still takes files."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from gonogo.pypi_rules import limits
from gonogo.pypi_rules.names import moment, same_release
from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.AGE + 10, source="The index's own rule, read 2026-08-21")
def release_is_open(upload: Upload) -> Iterator[Fault]:
    """The release is older than 14 days; the index takes no more files for it.

    Mend: release a new version, or a post release.
    """
    times = [one.upload_time for one in same_release(upload) if one.upload_time]
    days = limits.RELEASE_DAYS
    if times and upload.facts and upload.facts.moment - moment(min(times)) > timedelta(days=days):
        message = f"Uploading new files to releases older than {days} days is not allowed."
        yield Fault(message, str(upload.version))
