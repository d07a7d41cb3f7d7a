"""Each name stands once in the sdist."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Fault, Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.upload import Upload


@rule(Stage.HAZARD + 8, source="Source distribution format specification; PEP 706")
def sdist_names_are_unique(upload: Upload) -> Iterator[Fault]:
    """Two members of the sdist have the same name; the last one is unpacked, and readers may show the first.

    The index takes it.

    Mend: build the sdist again in a clean folder.
    """
    files = Counter(member.name for member in upload.artifact.members if member.kind != "dir")
    for name in sorted(name for name, count in files.items() if count > 1):
        yield Fault(f"{name!r} stands {files[name]} times in the sdist", name)
