"""The heading of a section: its title and its form, in which another title is written."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gonogo.changelog.titles import is_pseudo, names_release, waits

BOLD = "**"  # the style of a heading that is a line of text: in bold type, or plain
ENTRY = "-"  # the style of a heading that is the begin of a list's entry
ROLE = ":release:"  # the style of an entry with a role of the Sphinx extension `releases`; its notes are entries too
OVER = "+over"  # ends the style of a title that has a rule above it too


@dataclass(frozen=True)
class Heading:
    """A heading: its title, its style, and its form.

    `style` is `#` marks, a rule's character, or `**`. `lead` is where anchors and labels above it begin, `start` where
    its first line begins, `body` where the text under it begins. `before` and `after` stand beside the title on its
    line; `rule` is the line under it; `end` leads to the text, in an entry of a list on the same line.
    """

    title: str
    style: str
    lead: int
    start: int
    body: int
    before: str = ""
    after: str = ""
    rule: str = ""
    end: str = "\n"

    @property
    def is_entry(self) -> bool:
        """Whether it is the begin of an entry of a list."""
        return self.style == ENTRY

    @property
    def is_tight(self) -> bool:
        """Whether no empty line stands under it."""
        return self.style in (ENTRY, ROLE)

    def written(self, title: str) -> str:
        """Return this heading with another title, with its line end."""
        line = f"{self.before}{title}{self.after}{self.end}"
        if not self.rule:
            return line
        more = len(self.rule) - width(self.title)
        columns = width(title) + more if 0 <= more <= 2 else max(len(self.rule), width(title))
        rule = self.rule[0] * max(columns, min(3, len(self.rule)))
        return f"{rule}\n{line}{rule}\n" if self.style.endswith(OVER) else f"{line}{rule}\n"


def width(text: str) -> int:
    """Return how many columns a text takes."""
    if text.isascii():
        return len(text)
    from docutils.utils import column_width

    return int(column_width(text))


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
