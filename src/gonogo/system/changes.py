"""Whether this process has changed anything that outlives it: so that a command that is stopped can say so.

What lies in the temporary folder of the run goes away with it and does not count.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

_made: list[str] = []


def record(what: str, place: Path | None = None) -> None:
    """Record that something is about to be changed, unless the place is in the temporary folder."""
    if place is None or not place.is_relative_to(Path(tempfile.gettempdir()).resolve()):
        _made.append(what)


def are_made() -> bool:
    """Return whether anything was changed."""
    return bool(_made)
