"""Links point inside the archive, and wheels have none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.paths import link_escapes
from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.HAZARD + 20, source="Source distribution format specification; PEP 625; PEP 706")
def links_stay_inside(upload: Upload) -> Iterator[Fault]:
    """A link points outside the archive, or stands in a wheel, where links are not unpacked as such.

    The index takes it; an installer could be harmed by it or refuse it.

    Mend: replace the link by the file.
    """
    for member in upload.artifact.members:
        if member.kind in {"link", "hardlink"} and (upload.artifact.is_wheel or link_escapes(member)):
            yield Fault(f"the link {member.name!r} points to {member.target!r}", member.name)
