"""The metadata is UTF-8 text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.pypi_rules.rule import Stage, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.pypi_rules.rule import Fault
    from gonogo.pypi_rules.upload import Upload


@rule(Stage.CLIENT + 40, source="Core metadata specifications")
def metadata_is_utf_8(upload: Upload) -> Iterator[Fault]:
    """The metadata holds bytes that are not UTF-8.

    Clients stop on it, and installers would show other letters than were meant.

    Mend: save README and pyproject.toml as UTF-8 and build again.
    """
    yield from upload.client.faults.get("metadata_is_utf_8", ())
