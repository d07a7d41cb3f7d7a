"""The summary is one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.rule import Fault
    from gonogo.pypi_rules.upload import Upload


@rule(Stage.METADATA_SPEC + 10, source="Core metadata specifications, Summary")
def summary_is_one_line(upload: Upload) -> Iterator[Fault]:
    """The summary has a line break; the index shows it in one line.

    Mend: write `description` in `[project]` of pyproject.toml as one line.
    """
    yield from upload.spec.faults("summary")
