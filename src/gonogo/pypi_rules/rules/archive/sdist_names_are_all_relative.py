"""Names in the sdist are all relative."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.ARCHIVE + 13, source="Source distribution format specification; PEP 625", status=500)
def sdist_names_are_all_relative(upload: Upload) -> Iterator[Fault]:
    """Absolute and relative names are mixed in the sdist; twine dies on it and the index answers 500.

    Mend: build the sdist again; its names all begin with its one folder.
    """
    archive = upload.artifact.archive
    if archive and archive.top is None and not upload.artifact.is_wheel:
        yield Fault("Internal Server Error", upload.filename)
