"""The summary has at most 512 characters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules import limits
from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.METADATA_INDEX + 10, source="The index's own limit, read 2026-08-21")
def summary_is_short(upload: Upload) -> Iterator[Fault]:
    """The summary has more than 512 characters, the most that the index keeps.

    Mend: shorten `description` in `[project]` of pyproject.toml.
    """
    if len(upload.one("summary")) > limits.SUMMARY:
        yield Fault(f"'summary' field must be {limits.SUMMARY} characters or less.", "summary", "summary")
