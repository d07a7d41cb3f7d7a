"""The end record says what the directory is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.framing import framing
from gonogo.pypi_rules.rule import Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.rule import Fault
    from gonogo.pypi_rules.upload import Upload


@rule(Stage.ARCHIVE + 38, source="APPNOTE.TXT; the index's rule against ambiguous archives (CVE-2025-54368)")
def zip_directory_is_sound(upload: Upload) -> Iterator[Fault]:
    """The end of the zip says another count, size or place of the central directory than it has.

    Readers of the directory and readers of the stream would see different files.

    Mend: build the wheel again with a backend of today; do not change it by hand.
    """
    yield from framing(upload, "end")
