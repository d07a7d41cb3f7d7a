"""Local headers and the directory say the same sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.framing import framing
from gonogo.pypi_rules.rule import Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.rule import Fault
    from gonogo.pypi_rules.upload import Upload


@rule(Stage.ARCHIVE + 35, source="APPNOTE.TXT; the index's rule against ambiguous archives (CVE-2025-54368)")
def zip_headers_agree(upload: Upload) -> Iterator[Fault]:
    """A member's sizes differ between its own header and the central directory.

    Readers of the directory and readers of the stream would see different files.

    Mend: build the wheel again with a backend of today; do not change it by hand.
    """
    yield from framing(upload, "sizes")
