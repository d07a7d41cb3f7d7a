"""The project's name is well formed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.FORM + 10, source="Core metadata specifications, Name")
def name_is_well_formed(upload: Upload) -> Iterator[Fault]:
    """The name is missing, or has other characters than ASCII letters, digits, '.', '_' and '-', or does not
    begin and end with a letter or digit.

    The index makes addresses and file names of it.

    Mend: change `name` in `[project]` of pyproject.toml.
    """
    name = upload.one("name")
    if not name:
        yield Fault("'' is an invalid value for Name. Error: This field is required.", "Name", "name")
    elif not re.fullmatch(r"[A-Z0-9]([A-Z0-9._-]*[A-Z0-9])?", name, re.ASCII | re.IGNORECASE):
        why = "Start and end with a letter or numeral containing only ASCII numeric and '.', '_' and '-'."
        yield Fault(f"{name!r} is an invalid value for Name. Error: {why}", "Name", "name")
