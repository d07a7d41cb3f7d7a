"""The sdist has one top folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.ARCHIVE + 14, source="Source distribution format specification; PEP 625")
def sdist_has_one_top_folder(upload: Upload) -> Iterator[Fault]:
    """The sdist's members do not all lie in one folder, or it is empty; installers unpack it and enter that
    folder.

    Mend: build the sdist again; do not pack it by hand.
    """
    if upload.artifact.sdist_top in {".", "/", ""}:
        message = "Invalid distribution file. Incorrect number of top-level directories in sdist"
        yield Fault(message, upload.filename)
