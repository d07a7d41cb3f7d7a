"""The client can unpack the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.rule import Fault
    from gonogo.pypi_rules.upload import Upload


@rule(Stage.CLIENT + 15, source="uv publish, seen with 0.13.9; POSIX, pax")
def client_reads_the_archive(upload: Upload) -> Iterator[Fault]:
    """uv reads archives more strictly than the index and stops before it sends anything.

    It takes no headers of one vendor's tar (such as a Mac's extended attributes), no strange types of members, no names
    that are not UTF-8, and no tar without its end.

    Mend: build the sdist again with a backend of today, not with a system's tar; or send it with twine.
    """
    yield from upload.client.faults.get("client_reads_the_archive", ())
