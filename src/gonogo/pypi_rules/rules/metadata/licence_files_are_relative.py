"""Licence files are named by plain relative paths."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.rule import Fault
    from gonogo.pypi_rules.upload import Upload


@rule(Stage.METADATA_SPEC + 17, source="Core metadata specifications, License-File; PEP 639")
def licence_files_are_relative(upload: Upload) -> Iterator[Fault]:
    """The path of a licence file holds `..` or `*`, is absolute, or uses backslashes.

    The index looks for the file in the archive under just this path.

    Mend: correct `license-files` in `[project]` of pyproject.toml.
    """
    yield from upload.spec.faults("license-file")
