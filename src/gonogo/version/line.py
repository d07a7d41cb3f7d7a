"""Lines of maintenance: branches named after the versions that are released from them."""

from __future__ import annotations

import re

_LINE = re.compile(
    r"(?:(?P<word>releases?|maint|maintenance|stable|support|series|branch)[-/_])?v?(?P<series>\d+(?:\.\d+)*)(?P<x>\.x)?",
    re.IGNORECASE,
)


def is_line(branch: str, version: str) -> bool:
    """Return whether a branch is the line of maintenance of a version: `1.2.x`, `v1.x`, `stable/1.2`, `release-1.2`.

    >>> is_line("1.2.x", "1.2.4"), is_line("stable/1.2", "1.2.4"), is_line("1.2.x", "1.3.0"), is_line("fix-1", "1.0")
    (True, True, False, False)
    """
    found = _LINE.fullmatch(branch)
    if found is None or not (found["x"] or found["word"] or "." in found["series"]):
        return False
    return f"{version.rpartition('!')[2]}.".startswith(f"{found['series']}.")
