"""A licence file is in the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.paths import is_licence
from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.ADVICE + 10, source="PEP 639")
def licence_file_is_there(upload: Upload) -> Iterator[Fault]:
    """No licence file is in the archive; most licences want their text to go along.

    Mend: add LICENSE, and `license-files` in `[project]`.
    """
    if not any(is_licence(name) for name in upload.artifact.names):
        yield Fault("no licence file is in the archive", upload.filename)
