"""The metadata can be read at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.rule import Fault
    from gonogo.pypi_rules.upload import Upload


@rule(Stage.METADATA_SPEC + 50, source="Core metadata specifications", status=500)
def metadata_is_readable(upload: Upload) -> Iterator[Fault]:
    """A value in the metadata is so odd that the parser which the index uses breaks on it; the index would
    answer 500.

    Mend: build again with a backend of today, or simplify the value.
    """
    known = {"metadata-version", "name", "version", "summary", "description-content-type", "requires-dist"}
    known |= {"requires-python", "provides-extra", "dynamic", "license-expression", "license-file"}
    for name in set(upload.spec.errors) - known - {"import-name", "import-namespace"}:
        yield from upload.spec.faults(name)
