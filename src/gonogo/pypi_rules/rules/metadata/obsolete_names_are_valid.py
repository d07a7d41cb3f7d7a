"""Provides-Dist and Obsoletes-Dist are valid requirements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.form import header
from gonogo.pypi_rules.rule import Fault, Stage, rule
from gonogo.pypi_rules.spec import requirement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.METADATA_INDEX + 17, source="Core metadata specifications, Provides-Dist, Obsoletes-Dist")
def obsolete_names_are_valid(upload: Upload) -> Iterator[Fault]:
    """A value of Provides-Dist or Obsoletes-Dist does not follow the syntax of dependency specifiers.

    The index keeps them as requirements.

    Mend: correct it or leave the field out; hardly anything reads it.
    """
    for field in ("provides_dist", "obsoletes_dist"):
        for text in upload.all(field):
            parsed = requirement(text)
            if isinstance(parsed, str):
                yield Fault(f"{text!r} is invalid: {parsed}", header(field), header(field))
