"""The sdist's stream ends as it should."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule
from gonogo.pypi_rules.tararchive import TarArchive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.HAZARD + 5, source="RFC 1952; PEP 625")
def sdist_ends_well(upload: Upload) -> Iterator[Fault]:
    """The compressed stream is cut after the last member, its checksum is wrong, or much follows it.

    The index reads to the last member only and takes it; gzip and other unpackers refuse it.

    Mend: build the sdist again; it may have been cut or changed on the way.
    """
    archive = upload.artifact.archive
    if isinstance(archive, TarArchive) and archive.loose:
        yield Fault(f"after the last member: {archive.loose}", upload.filename)
