"""The client finds the metadata in the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.rule import Fault
    from gonogo.pypi_rules.upload import Upload


@rule(Stage.CLIENT + 20, source="twine and uv, read 2026-08")
def client_finds_the_metadata(upload: Upload) -> Iterator[Fault]:
    """The client finds no metadata in the archive, so it stops before it sends anything.

    twine takes PKG-INFO of the one top folder, or a wheel's METADATA, and wants a Metadata-Version in it.

    Mend: build the file again; do not pack it by hand.
    """
    yield from upload.client.faults.get("client_finds_the_metadata", ())
