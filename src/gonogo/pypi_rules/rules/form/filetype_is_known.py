"""The file is an sdist or a wheel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.FORM + 20, source="Upload API, filetype; PEP 527")
def filetype_is_known(upload: Upload) -> Iterator[Fault]:
    """The form calls the file neither sdist nor bdist_wheel; the index takes nothing else.

    Mend: send sdists and wheels only.
    """
    if upload.one("filetype") not in {"sdist", "bdist_wheel"}:
        yield Fault("Invalid value for filetype. Error: Use a known file type.", "filetype", "filetype")
