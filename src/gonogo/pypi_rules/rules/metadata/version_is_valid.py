"""The version is valid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.rule import Fault
    from gonogo.pypi_rules.upload import Upload


@rule(Stage.METADATA_SPEC + 3, source="Core metadata specifications, Version; PEP 440")
def version_is_valid(upload: Upload) -> Iterator[Fault]:
    """The version is missing or not a version as PEP 440 defines it, so that nobody could order it among
    others.

    Mend: give a version such as 1.4.0, 1.4.0rc1 or 1.4.0.post1.
    """
    yield from upload.spec.faults("version")
