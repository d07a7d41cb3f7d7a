"""The Python versions are said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.ADVICE + 20, source="Core metadata specifications, Requires-Python")
def requires_python_is_said(upload: Upload) -> Iterator[Fault]:
    """Requires-Python is missing, so that installers on an old Python take this release and fail later.

    Mend: add `requires-python` to `[project]`.
    """
    if not upload.one("requires_python"):
        yield Fault("Requires-Python is missing", "requires-python")
