"""The sdist has PKG-INFO."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.ARCHIVE + 15, source="Source distribution format specification; PEP 625; PEP 643")
def sdist_has_pkg_info(upload: Upload) -> Iterator[Fault]:
    """The sdist's top folder holds no PKG-INFO, so that nobody could read its metadata without building it.

    Mend: build the sdist again with a backend of today.
    """
    top = upload.artifact.sdist_top
    if top not in {None, ".", "/", ""} and f"{top}/PKG-INFO" not in upload.artifact.names:
        yield Fault(f"Invalid distribution file. PKG-INFO not found at {top}/PKG-INFO", upload.filename)
