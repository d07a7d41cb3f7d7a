"""The client can read the metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.rule import Fault
    from gonogo.pypi_rules.upload import Upload


@rule(Stage.CLIENT + 30, source="twine and uv, read 2026-08")
def client_reads_the_metadata(upload: Upload) -> Iterator[Fault]:
    """The client cannot read the metadata and stops before it sends anything.

    Mend: build the file again; a metadata file begins with Metadata-Version, Name and Version.
    """
    yield from upload.client.faults.get("client_reads_the_metadata", ())
