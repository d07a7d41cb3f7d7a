"""No member leaves the folder it is unpacked to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.paths import escapes
from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.HAZARD + 10, source="Source distribution format specification; PEP 625; PEP 706")
def members_stay_inside(upload: Upload) -> Iterator[Fault]:
    """A member's path is absolute, has a drive letter or climbs out with `..`.

    The index takes it; an installer could be harmed by it or refuse it.

    Mend: build the file again; do not pack it by hand.
    """
    for member in upload.artifact.members:
        if escapes(member.name):
            yield Fault(f"the member {member.name!r} leaves the folder", member.name)
