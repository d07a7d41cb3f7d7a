"""The project's name is valid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.rule import Fault
    from gonogo.pypi_rules.upload import Upload


@rule(Stage.METADATA_SPEC + 2, source="Core metadata specifications, Name")
def name_is_valid(upload: Upload) -> Iterator[Fault]:
    """The name is missing or not valid; it must begin and end with a letter or digit and hold only ASCII
    letters, digits, '.', '_' and '-'.

    Addresses and file names are made of it.

    Mend: change `name` in `[project]` of pyproject.toml.
    """
    yield from upload.spec.faults("name")
