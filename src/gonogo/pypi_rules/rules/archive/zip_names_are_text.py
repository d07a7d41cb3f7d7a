"""Names are UTF-8 text without control characters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.framing import framing
from gonogo.pypi_rules.rule import Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.rule import Fault
    from gonogo.pypi_rules.upload import Upload


@rule(Stage.ARCHIVE + 34, source="APPNOTE.TXT; the index's rule against ambiguous archives (CVE-2025-54368)")
def zip_names_are_text(upload: Upload) -> Iterator[Fault]:
    """A member's name is not UTF-8 or holds control characters.

    Readers of zips would show different names for it.

    Mend: rename the file and build again.
    """
    yield from framing(upload, "name")
