"""An sdist's Python tag is «source»."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.FORM + 50, source="Upload API, pyversion")
def sdist_python_is_source(upload: Upload) -> Iterator[Fault]:
    """The form of an sdist gives a Python tag.

    The index shows it beside the file; an sdist is for every Python.

    Mend: update the upload client.
    """
    if upload.one("filetype") == "sdist" and upload.one("pyversion") not in {"", "source"}:
        why = "Use 'source' as Python version for an sdist."
        yield Fault(f"Invalid value for pyversion. Error: {why}", "pyversion", "pyversion")
