"""The archive can be read to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.ARCHIVE + 3, source="APPNOTE.TXT; PEP 625")
def archive_opens(upload: Upload) -> Iterator[Fault]:
    """The archive is cut short or corrupt: it cannot be read to its end.

    Neither the index nor an installer could unpack it.

    Mend: build the file again; it may have been cut or changed on the way.
    """
    archive = upload.artifact.archive
    if archive and archive.trouble and archive.trouble.kind == "broken" and archive.kind in upload.artifact.looks_like:
        yield Fault("Invalid distribution file. None", f"{upload.filename}: {archive.trouble.why}")
