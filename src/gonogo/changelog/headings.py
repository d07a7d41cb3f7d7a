"""Headings of a changelog in Markdown or reStructuredText, and the sections between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gonogo.model.version import is_version, same

if TYPE_CHECKING:
    from collections.abc import Iterator

_ATX = re.compile(r"(?P<marks>#{1,6})[ \t]+(?P<title>\S.*?)[ \t]*#*[ \t]*$")
_UNDERLINE = re.compile(r"(?P<mark>[=\-~^\"'*+#`.:_])(?P=mark){2,}[ \t]*$")
_BOLD = re.compile(r"\*\*(?P<title>[^*\n]+)\*\*(?P<more>[ \t]*(?:[(\-].*)?)$")
HASHES = "#_"
"""The style of a title with `#` under it, which reStructuredText has and Markdown has not."""

OVER = "^"
"""Ends the style of a title that has the same line above it as below; reStructuredText tells the two apart."""

BOLD = "**"
"""The style of a heading that is a line in bold type."""

_FENCE = re.compile(r" {0,3}(?P<fence>```+|~~~+)")
WAITING = re.compile(
    r"unreleased( changes)?|dev(elopment)?( version)?|in development|(not )?yet released|not released|x\.y\.z"
    r"|next( release| version)?|upcoming( release| changes)?|head|main|master|trunk|tbd|to be released",
    re.IGNORECASE,
)
"""What a section is headed that waits for the next release."""

_TOKEN = re.compile(r"(?<![\w.+!-])v?(?P<version>\d[\w.!+-]*)", re.IGNORECASE)
_NO_TITLE = ("- ", "* ", "|", ">", "..", "  ")
_TRAILER = re.compile(r"(?:\n+(?:\[[^\]\n]+\]:[^\n]*|-{4,}|\.\. towncrier[^\n]*))+\s*\Z")


@dataclass(frozen=True)
class Section:
    """One heading and what stands under it: places in the text, its title, and the style of its heading.

    `style` is `#` marks for an ATX heading, `**` for a line in bold type, else the underline's character. `start`
    is where the
    heading's
    first line begins, `body` where the text under it begins, `end` where the next heading of its rank begins.
    """

    title: str
    style: str
    start: int
    body: int
    end: int

    @property
    def version(self) -> str:
        """The version that the title names, as it is spelt there; empty where it names none."""
        for match in _TOKEN.finditer(self.title):
            token = match["version"].rstrip(".-+_!")
            if ("." in token or token == self.title.lstrip("vV")) and is_version(token):
                return token
        return ""

    def names(self, version: str) -> bool:
        """Return whether the title names this version, however spelt."""
        return bool(self.version) and same(self.version, version)

    def heading(self, title: str) -> str:
        """Return another title in this heading's style, with its line end."""
        if self.style == BOLD:
            return f"{title}\n"
        if self.is_atx:
            return f"{self.style} {title}\n"
        mark = self.style[0] * max(len(title), 3)
        return f"{mark}\n{title}\n{mark}\n" if self.style.endswith(OVER) else f"{title}\n{mark}\n"

    @property
    def is_atx(self) -> bool:
        """Whether the heading's marks stand before its title."""
        return is_atx(self.style)


def is_atx(style: str) -> bool:
    """Return whether a style is that of marks before the title."""
    return style.startswith("#") and not style.startswith(HASHES)


def sections(text: str, path: str) -> list[Section]:
    """Return the sections of a changelog, in order; each reaches to the next heading of its rank or a higher
    one."""
    found = list(_headings(text, markdown=not path.lower().endswith(".rst")))
    if not any(_TOKEN.search(title) for title, _, _, _ in found):
        found = sorted((*found, *_bold(text)), key=lambda heading: heading[2])
    ranks = {style: rank for rank, style in enumerate(dict.fromkeys(style for _, style, _, _ in found))}
    whole = []
    for at, (title, style, start, body) in enumerate(found):
        following = (other[2] for other in found[at + 1 :] if _closes(other[1], style, ranks))
        whole.append(Section(title, style, start, body, next(following, len(text))))
    return whole


def _closes(style: str, open_style: str, ranks: dict[str, int]) -> bool:
    """Return whether a heading of one style ends a section of another: the same, or one seen earlier."""
    if is_atx(style) and is_atx(open_style):
        return len(style) <= len(open_style)
    return ranks[style] <= ranks[open_style]


def _headings(text: str, *, markdown: bool) -> Iterator[tuple[str, str, int, int]]:
    """Yield title, style, start and body of each heading outside fenced code."""
    start, fence, before = 0, "", ""
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines):
        fence_here = _FENCE.match(line) if markdown else None
        if fence_here and (not fence or fence_here["fence"].startswith(fence)):
            fence = "" if fence else fence_here["fence"]
        elif not fence:
            after = lines[number + 1] if number + 1 < len(lines) else ""
            style = _style(line, after, before, markdown=markdown)
            if style:
                title = _title(line) if is_atx(style) else line.strip()
                body = start + len(line) + (0 if is_atx(style) else len(after))
                yield title, style, start - (len(lines[number - 1]) if style.endswith(OVER) else 0), body
        before = line.strip()
        start += len(line)


def _bold(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Yield the lines in bold type, alone between empty lines, that head a version or what is not released yet."""
    for match in re.finditer(r"(?:\A|(?<=\n\n))\*\*.*\n(?=\n|\Z)", text):
        line = match[0].strip()
        bold = _BOLD.fullmatch(line)
        if bold and (_TOKEN.match(bold["title"]) or WAITING.fullmatch(bold["title"])):
            yield line, BOLD, match.start(), match.end()


def _style(line: str, after: str, before: str, *, markdown: bool) -> str:
    """Return the style of a line that is a heading's title, or nothing."""
    atx = _ATX.match(line) if markdown else None
    if atx:
        return atx["marks"]
    underline = _UNDERLINE.match(after)
    plain = line.strip() and not line.startswith(_NO_TITLE) and not _UNDERLINE.match(line)
    overlined = bool(before) and bool(underline) and before == after.strip()
    if underline and plain and not (markdown and underline["mark"] == "#") and (not before or overlined):
        mark = HASHES if underline["mark"] == "#" else underline["mark"]
        return mark + (OVER if overlined else "")
    return ""


def _title(line: str) -> str:
    """Return the text of a title line."""
    atx = _ATX.match(line)
    return atx["title"] if atx else line.strip()


def cut(text: str, path: str, version: str) -> str:
    """Return what stands under a version's heading, without references and rules at its end; empty for
    none."""
    found = sections(text, path)
    for at, section in enumerate(found):
        if section.names(version):
            others = (other.start for other in found[at + 1 :] if _alike(other, section))
            end = min(section.end, next(others, section.end))
            return _TRAILER.sub("", text[section.body : end].rstrip()).strip("\n")
    return ""


def _alike(other: Section, section: Section) -> bool:
    """Return whether another heading heads a version too, in whatever style."""
    if not other.version:
        return False
    return _before(other) in {"", _before(section)}


def _before(section: Section) -> str:
    """Return the words before the version in a title."""
    return section.title.partition(section.version)[0].strip("[( vV")
