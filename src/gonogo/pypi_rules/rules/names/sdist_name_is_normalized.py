"""The sdist's name is normalized."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.NAME + 30, source="Source distribution format specification; PEP 625")
def sdist_name_is_normalized(upload: Upload) -> Iterator[Fault]:
    """The sdist's file name is not exactly the normalized name with `_`, a dash, the normalized version and
    `.tar.gz`.

    So a .zip can never pass.
    Installers find it under that one name.

    Mend: update the build backend and build again.
    """
    if upload.one("filetype") != "sdist" or upload.version is None:
        return
    expected = f"{upload.project.replace('-', '_')}-{upload.version}.tar.gz"
    if upload.filename != expected:
        yield Fault(f"Filename {upload.filename!r} is invalid, should be {expected!r}.", upload.filename)
