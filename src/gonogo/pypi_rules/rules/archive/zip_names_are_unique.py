"""Each name stands once in the zip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.framing import framing
from gonogo.pypi_rules.rule import Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.rule import Fault
    from gonogo.pypi_rules.upload import Upload


@rule(Stage.ARCHIVE + 33, source="APPNOTE.TXT; the index's rule against ambiguous archives (CVE-2025-54368)")
def zip_names_are_unique(upload: Upload) -> Iterator[Fault]:
    """Two members have the same name; which one is installed depends on the installer.

    Mend: build the wheel again with a backend of today; do not change it by hand.
    """
    yield from framing(upload, "duplicate")
