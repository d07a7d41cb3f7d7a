"""A wheel's Python tag is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.FORM + 40, source="Upload API, pyversion; PEP 425")
def wheel_tells_its_python(upload: Upload) -> Iterator[Fault]:
    """The form of a wheel says no Python tag, which the index requires.

    uv sends none where it does not know the tag in the file name.

    Mend: use a Python tag such as py3 or cp313, or send the file with twine.
    """
    if upload.one("filetype") == "bdist_wheel" and not upload.one("pyversion"):
        why = "Python version is required for binary distribution uploads."
        yield Fault(f"Invalid value for pyversion. Error: {why}", "pyversion", "pyversion")
