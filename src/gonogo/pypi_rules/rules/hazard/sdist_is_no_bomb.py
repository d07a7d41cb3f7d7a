"""The sdist does not unpack to fifty times its size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules import limits
from gonogo.pypi_rules.rule import Fault, Stage, rule
from gonogo.pypi_rules.tararchive import TarArchive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.HAZARD + 7, source="The index's rule for zips, read 2026-08-21")
def sdist_is_no_bomb(upload: Upload) -> Iterator[Fault]:
    """The sdist unpacks to more than 64 MiB and to more than fifty times its own size, as bombs do.

    The index measures zips only and takes it; whoever unpacks it pays.

    Mend: leave out what is so uniform.
    """
    archive = upload.artifact.archive
    if isinstance(archive, TarArchive) and archive.unpacked > max(limits.RATIO_FROM, limits.RATIO * archive.size):
        yield Fault(f"it unpacks to {archive.unpacked // limits.MIB} MiB", upload.filename)
