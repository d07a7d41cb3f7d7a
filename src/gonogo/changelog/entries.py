"""A changelog that is a list: each entry begins with a version and a colon or a dash, and its notes follow."""

import re
from collections.abc import Iterator, Sequence

from gonogo.changelog.heading import ENTRY, ROLE, Heading
from gonogo.changelog.titles import is_pseudo, names_release, waits

SEVERAL = 2  # how many entries that name a version make a list of versions

FORM = re.compile(
    r"^(?P<before>[-*+•][ \t]+(?:\*\*)?)(?P<title>[^\s:*][^\n:*]{0,60}?)(?P<after>(?:\*\*)?(?::|[ \t]+[-\u2013\u2014]))"
    r"(?P<end>[ \t]*\n[ \t]+|[ \t]+)(?=\S)",
    re.MULTILINE,
)
"""The begin of an entry: its mark, the version, the sign behind it, and the space before its notes."""

ALONE = re.compile(
    r"^(?P<before>[-*+•][ \t]+)(?P<title>[^\s:][^\n:]{0,80}?)(?P<after>)(?P<end>[ \t]*\n(?:[ \t]*\n)?[ \t]+)(?=\S)",
    re.MULTILINE,
)
"""The same where the version stands alone on its line, with its date perhaps, and its notes are indented below it."""

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
    alone = (match for match in ALONE.finditer(text) if is_pseudo(match["title"]))
    matches = sorted({match.start(): match for match in (*alone, *FORM.finditer(text))}.items())
    begins = [match for place, match in matches if not any(one <= place < end for one, end in apart)]
    begins = [match for match in begins if lists and match.start() >= lists[0]]
    if sum(names_release(match["title"]) for match in begins) >= SEVERAL:
        yield from (heading(match) for match in begins if names_release(match["title"]) or waits(match["title"]))


def heading(match: re.Match[str], style: str = ENTRY) -> Heading:
    """Return the begin of an entry as a heading."""
    words = (match["before"], match["after"], "", match["end"])
    return Heading(match["title"], style, match.start(), match.start(), match.end(), *words)
