"""A changelog that is a list: each entry begins with a version and a colon or a dash, and its notes follow."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gonogo.changelog.heading import ENTRY, ROLE, Heading
from gonogo.changelog.titles import names_release, waits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SEVERAL = 2
"""How many entries that name a version make a list of versions."""

FORM = re.compile(
    r"^(?P<before>[-*+•][ \t]+(?:\*\*)?)(?P<title>[^\s:*][^\n:*]{0,60}?)(?P<after>(?:\*\*)?(?::|[ \t]+[-\u2013\u2014]))"
    r"(?P<end>[ \t]*\n[ \t]+|[ \t]+)(?=\S)",
    re.MULTILINE,
)
"""The begin of an entry: its mark, the version, the sign behind it, and the space before its notes."""


RELEASES = re.compile(
    r"^(?P<before>[-*][ \t]+:release:`)(?P<title>\d[^`\n]{0,60})(?P<after>`)[ \t]*(?P<end>\n|\Z)", re.MULTILINE
)
"""An entry that says that those below it, up to the next one, were released."""


def found(text: str, lists: Sequence[int], apart: Sequence[tuple[int, int]]) -> Iterator[Heading]:
    """Yield the begins of the entries of versions, and of what waits for one; none where only one names a version."""
    roles = [heading(match, ROLE) for match in RELEASES.finditer(text)]
    if roles:
        yield from roles
        return
    begins = [match for match in FORM.finditer(text) if not any(one <= match.start() < end for one, end in apart)]
    begins = [match for match in begins if lists and match.start() >= lists[0]]
    if sum(names_release(match["title"]) for match in begins) >= SEVERAL:
        yield from (heading(match) for match in begins if names_release(match["title"]) or waits(match["title"]))


def heading(match: re.Match[str], style: str = ENTRY) -> Heading:
    """Return the begin of an entry as a heading."""
    words = (match["before"], match["after"], "", match["end"])
    return Heading(match["title"], style, match.start(), match.start(), match.end(), *words)
