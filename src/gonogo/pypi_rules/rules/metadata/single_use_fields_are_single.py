"""Fields that may be given once are given once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.METADATA_FORM + 10, source="Core metadata specifications")
def single_use_fields_are_single(upload: Upload) -> Iterator[Fault]:
    """A field that may be given once is given twice; the index cannot tell which is meant.

    Mend: leave one of them; build backends write each once.
    """
    for name in upload.spec.unread:
        if name != "project-url":
            yield Fault(f"{name!r} has invalid data", name, name)
