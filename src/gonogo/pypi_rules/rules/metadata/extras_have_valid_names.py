"""Extras have valid names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.rule import Fault
    from gonogo.pypi_rules.upload import Upload


@rule(Stage.METADATA_SPEC + 14, source="Core metadata specifications, Provides-Extra; PEP 685")
def extras_have_valid_names(upload: Upload) -> Iterator[Fault]:
    """The name of an extra does not begin and end with a letter or digit or has characters that names may not
    have.

    Nobody could ask for such an extra in a requirement.

    Mend: rename it in `[project.optional-dependencies]`.
    """
    yield from upload.spec.faults("provides-extra")
