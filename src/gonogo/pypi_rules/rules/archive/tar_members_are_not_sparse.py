"""No member of the sdist is sparse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule
from gonogo.pypi_rules.tararchive import TarArchive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.ARCHIVE + 12, source="Source distribution format specification; PEP 625")
def tar_members_are_not_sparse(upload: Upload) -> Iterator[Fault]:
    """A member is stored as a sparse file, an extension of GNU tar that sdists may not use.

    Unpackers that do not know it would write other contents.

    Mend: pack the sdist without --sparse; build backends do.
    """
    archive = upload.artifact.archive
    for name in archive.sparse[:1] if isinstance(archive, TarArchive) else ():
        message = "Invalid distribution file. tar archive not accepted: Sparse members are not allowed."
        yield Fault(message, name)
