"""The file name is free on the index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.DUPLICATE + 10, source="The index's own rule on file name reuse")
def filename_is_free(upload: Upload) -> Iterator[Fault]:
    """The index serves another file under this name; it never lets the bytes of a name change.

    The same bytes again would be taken.

    Mend: release a new version.
    """
    for one in (*upload.facts.served, *upload.facts.beside) if upload.facts else ():
        if one.filename == upload.filename and one.sha256 and one.sha256 != upload.digests["sha256"]:
            yield Fault(f"File already exists ({upload.filename!r}).", upload.filename)
