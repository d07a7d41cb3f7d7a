"""Nothing follows the zip's end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.framing import framing
from gonogo.pypi_rules.rule import Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.rule import Fault
    from gonogo.pypi_rules.upload import Upload


@rule(Stage.ARCHIVE + 39, source="APPNOTE.TXT; the index's rule against ambiguous archives (CVE-2025-54368)")
def zip_ends_at_its_end(upload: Upload) -> Iterator[Fault]:
    """Bytes follow the end of the zip, in which another archive could hide.

    Mend: build the wheel again with a backend of today; do not change it by hand.
    """
    yield from framing(upload, "trailing")
