"""Requires-Python is a valid version specifier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.rule import Fault
    from gonogo.pypi_rules.upload import Upload


@rule(Stage.METADATA_SPEC + 13, source="Core metadata specifications, Requires-Python; PEP 440")
def requires_python_is_valid(upload: Upload) -> Iterator[Fault]:
    """Requires-Python is not a version specifier; installers choose files by it.

    Mend: write it such as `>=3.10` in `requires-python`.
    """
    yield from upload.spec.faults("requires-python")
