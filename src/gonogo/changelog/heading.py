"""The heading of a section: its title and its form, in which another title is written."""

from dataclasses import dataclass

BOLD = "**"  # the style of a heading that is a line of text: in bold type, or plain
ENTRY = "-"  # the style of a heading that is the begin of a list's entry
ROLE = ":release:"
"""The style of a heading that is an entry with a role of the Sphinx extension `releases`; its notes are entries too."""

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
