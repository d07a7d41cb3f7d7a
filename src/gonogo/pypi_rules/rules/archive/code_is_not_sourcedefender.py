"""No code is encrypted by SourceDefender."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.ARCHIVE + 21, source="The index's acceptable use policy")
def code_is_not_sourcedefender(upload: Upload) -> Iterator[Fault]:
    """Python code is encrypted by SourceDefender, so that nobody could see what it does.

    Mend: publish readable code, or publish elsewhere.
    """
    archive = upload.artifact.archive
    for mark in archive.marks if archive else ():
        if mark.name == "sourcedefender":
            message = "Invalid distribution file. SourceDefender-encrypted content is not allowed."
            yield Fault(message, mark.member)
