"""No member has a data descriptor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.framing import framing
from gonogo.pypi_rules.rule import Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.rule import Fault
    from gonogo.pypi_rules.upload import Upload


@rule(Stage.ARCHIVE + 31, source="APPNOTE.TXT; the index's rule against ambiguous archives (CVE-2025-54368)")
def zip_has_no_data_descriptors(upload: Upload) -> Iterator[Fault]:
    """A member's sizes follow its data instead of standing before it, as zips written to a stream have it.

    Readers of the directory and readers of the stream would see different files.

    Mend: write the zip to a file that can be sought, or build with another tool.
    """
    yield from framing(upload, "descriptor")
