"""The archive is what its name says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.ARCHIVE + 2, source="PEP 427, PEP 625")
def archive_is_what_its_name_says(upload: Upload) -> Iterator[Fault]:
    """The file is not the kind of archive that its extension says: a zip for a wheel, a compressed tar for
    an sdist.

    Neither the index nor an installer could open it.

    Mend: build the file again; it may have been cut or changed on the way.
    """
    archive = upload.artifact.archive
    if archive and archive.kind not in upload.artifact.looks_like:
        yield Fault(f"Invalid distribution file. File is not a {archive.kind}file", upload.filename)
