"""Members are files, folders and links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.HAZARD + 30, source="Source distribution format specification; PEP 625; PEP 706")
def members_are_files_and_folders(upload: Upload) -> Iterator[Fault]:
    """A member is a device, a pipe or the like.

    The index takes it; an installer could be harmed by it or refuse it.

    Mend: build the file again; do not pack it by hand.
    """
    for member in upload.artifact.members:
        if member.kind == "device":
            yield Fault(f"the member {member.name!r} is no file", member.name)
