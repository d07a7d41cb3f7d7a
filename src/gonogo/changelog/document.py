"""A changelog as a document: its sections, which of them is open, and the form in which a new one is written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from inspect import cleandoc

from gonogo.changelog import dates, titles
from gonogo.changelog.heading import Heading
from gonogo.changelog.markup import Markup, read
from gonogo.version.pep440 import parse, same

PLACEHOLDER = re.compile(
    r"[-*+][ \t]*(\\?\[[^\]\n]*\\?\](?!\()[ \t]*|(nothing|no changes|none|tbd|todo|\.{3}|…)( \w+)*\.?)?$", re.IGNORECASE
)
"""An entry that says nothing yet."""

_PART = re.compile(r"\W*(add|chang|fix|remov|deprecat|secur|featur|bug|break|improv|doc|misc|new)", re.IGNORECASE)
_LINK_ALONE = re.compile(
    r"[-*+•] +(?:\[[^\]]+\](?:\([^)]*\)|\[[^\]]*\])?|`[^`]+`_+|:\w+:`[^`]+`|<?https?://\S+>?)[.,;]?"
)


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it, up to `end`."""

    heading: Heading
    end: int

    @property
    def title(self) -> str:
        """The text of the heading."""
        return self.heading.title

    @property
    def version(self) -> str:
        """The version whose section it is; empty where it is of none."""
        found = titles.named(self.title) if titles.names_release(self.title) else None
        return titles.spelt(found.version) if found else ""

    def holds(self, other: Section) -> bool:
        """Return whether another section begins under this heading."""
        return self.heading.start < other.heading.start < self.end

    def names(self, version: str) -> bool:
        """Return whether it is the section of a version, however that is spelt."""
        return bool(self.version) and same(self.version, version)


@dataclass(frozen=True)
class Document:
    """A changelog's text and its path from the project's root."""

    text: str
    path: str

    @cached_property
    def markup(self) -> Markup:
        """What the parser found."""
        return read(self.text, self.path)

    @cached_property
    def tail(self) -> int:
        """Where the link definitions, comments and rules at the end of the file begin."""
        end = len(self.text.rstrip())
        blocks = sorted(
            (*((one.start, one.end) for one in self.markup.references), *self.markup.hidden, *self.markup.rules)
        )
        for first, last in reversed(blocks):
            if self.text[last:end].strip() or first >= end:
                break
            end = len(self.text[:first].rstrip())
        return end if end == len(self.text.rstrip()) else len(self.text) - len(self.text[end:].lstrip())

    @cached_property
    def sections(self) -> list[Section]:
        """All sections in order. One ends before the next of its rank or a higher one, and before another release."""
        found = self.markup.headings
        ranks = {style: rank for rank, style in enumerate(dict.fromkeys(one.style for one in found))}
        sections = []
        for at, one in enumerate(found):
            end = next((other.lead for other in found[at + 1 :] if self._closes(other, one, ranks)), len(self.text))
            sections.append(Section(one, min(end, max(self.tail, one.body))))
        return sections

    @staticmethod
    def _closes(other: Heading, one: Heading, ranks: dict[str, int]) -> bool:
        """Return whether a heading ends the section of another."""
        both = one.style.startswith("#") and other.style.startswith("#")
        if len(other.style) <= len(one.style) if both else ranks[other.style] <= ranks[one.style]:
            return True
        named, own = titles.named(other.title), titles.named(one.title)
        if named is None or not (own or titles.waits(one.title)) or not titles.names_release(other.title):
            return False
        word = re.sub(r"\W*(version|release|v)?\W*", "", named.before, flags=re.IGNORECASE)
        return not word or (own is not None and named.before == own.before)

    @cached_property
    def releases(self) -> list[Section]:
        """The sections of versions, in the order of the file."""
        found: list[Section] = []
        waiting = [one for one in self.sections[1:] if titles.waits(one.title)]
        for one in self.sections:
            if one.version and not any(other.holds(one) for other in (*found[-1:], *waiting)):
                found.append(one)
        return found

    @property
    def ascending(self) -> bool:
        """Whether the newest release is the last one."""
        versions = [parse(one.version) for one in self.releases if not self.is_open(one)]
        if len(versions) > 1:
            return versions[0] < versions[-1]
        return bool(versions) and any(one.heading.start > self.releases[0].heading.start for one in self.waiting)

    @property
    def waiting(self) -> list[Section]:
        """The sections that are headed Unreleased or the like, and are inside no release."""
        first = self.sections[0] if self.sections else None
        title = (
            first
            if first and any(first.heading.start < one.heading.start < first.end for one in self.releases)
            else None
        )
        return [
            one
            for one in self.sections
            if one != title
            and titles.waits(one.title)
            and not any(other.heading.start < one.heading.start < other.end for other in self.releases)
            and not self._is_of_a_release(one)
        ]

    def _is_of_a_release(self, section: Section) -> bool:
        """Return whether a heading such as New Features is a part of the release right above it, though of its rank."""
        above = next((one for one in self.releases if one.end == section.heading.lead), None)
        if above is None or not _PART.match(section.title) or titles.OPEN.search(section.title):
            return False
        return not self.is_open(above) and not self.notes(above.heading.body, above.end)

    def open_sections(self, current: str = "") -> list[Section]:
        """Return the sections headed Unreleased, or by a version not below `current` that is marked as not released."""
        versions = [one for one in self.releases if self.is_open(one)]
        if current:
            versions = [one for one in versions if parse(one.version) >= parse(current)]
        return sorted((*self.waiting, *versions), key=lambda one: one.heading.start)

    def is_open(self, section: Section) -> bool:
        """Return whether a version's section says of itself that it is not released."""
        found = titles.named(section.title)
        if found is None:
            return False
        said = titles.OPEN.search(found.before) or (titles.opens(found.before) and not dates.find(found.after))
        spelt = found.version != titles.spelt(found.version) or parse(section.version).is_devrelease
        return bool(said or spelt or titles.says_open(found.after)) or titles.is_open_line(self.head(section))

    def head(self, section: Section) -> str:
        """Return the line under a heading that stands alone, where some write the date; empty without one."""
        first, last = self.head_span(section)
        return self.text[first:last]

    def head_span(self, section: Section) -> tuple[int, int]:
        """Return where that line begins and ends."""
        start = section.heading.body
        for first, last in self.markup.hidden:
            start = last if not self.text[start:first].strip() and first >= start else start
        start += len(self.text[start : section.end]) - len(self.text[start : section.end].lstrip("\n"))
        line, _, rest = self.text[start : section.end].partition("\n")
        alone = not rest or rest.startswith(("\n", "-", "*", "+")) or line.startswith(":")
        listed = re.match(r"\s*([-+•]\s|\*\s|#|\.\.|```)", line)
        return (
            (start, start + len(line)) if line.strip() and alone and not listed and len(line) < 100 else (start, start)
        )

    @property
    def newest(self) -> Section | None:
        """The newest section of a version that is released."""
        return self.newest_beside(None)

    def newest_beside(self, section: Section | None) -> Section | None:
        """Return the newest release beside a section, in whose form that one is written."""
        closed = [one for one in self.releases if one != section and not self.is_open(one)]
        return (closed[-1] if self.ascending else closed[0]) if closed else None

    def line_of(self, section: Section) -> int:
        """Return the number of a heading's line."""
        return self.text.count("\n", 0, section.heading.start) + 1

    def body(self, section: Section) -> str:
        """Return what stands under a heading, without space, rules and comments at its ends."""
        text = self.text[section.heading.body : self.content_end(section)].strip("\n")
        return cleandoc(text) if section.heading.is_entry else text

    def content_end(self, section: Section) -> int:
        """Return where the notes of a section end, before the space, the rules and the comments behind them."""
        start, end = section.heading.body, section.end
        for first, last in sorted((*self.markup.rules, *self.markup.hidden), reverse=True):
            if start <= first < end and not self.text[last:end].strip():
                end = first
        return start + len(self.text[start:end].rstrip())

    def notes(self, first: int, last: int) -> str:
        """Return what a part of the text says: no headings, comments, rules, placeholders, or marks of being open."""
        cut = [*self.markup.hidden, *self.markup.rules, *((one.start, one.end) for one in self.markup.references)]
        cut += [(one.start, one.body) for one in self.markup.headings]
        shown = self.without(
            [(max(start, first), min(end, last)) for start, end in cut if start < last and end > first], first, last
        )
        lines = (line.strip() for line in shown.splitlines())
        kept = [line for line in lines if line and not PLACEHOLDER.match(line)]
        return "\n".join(line for line in kept if not (titles.is_open_line(line) or line == ".."))

    def without(self, spans: list[tuple[int, int]], first: int, last: int) -> str:
        """Return a part of the text without some spans of it."""
        parts = []
        for start, end in sorted(spans):
            parts.append(self.text[first:start])
            first = max(first, end)
        return "".join([*parts, self.text[first:last]])

    def section_of(self, version: str) -> Section | None:
        """Return the section of a version; None without one."""
        return next((one for one in self.releases if one.names(version)), None)

    @cached_property
    def unheaded(self) -> int:
        """Where notes without a heading of their own begin, above the newest release; -1 where there are none."""
        above = self._above()
        over = self._over(above) if above >= 0 else None
        return over.heading.lead if over and _is_part(over, self.releases) else -1 if over else above

    @cached_property
    def unclear_heading(self) -> Section | None:
        """The heading above the newest release that has notes, names no version and does not say that it is open."""
        above = self._above()
        over = self._over(above) if above >= 0 else None
        return over if over and not _is_part(over, self.releases) else None

    def _above(self) -> int:
        """Return where the first entry above the newest release begins; -1 where there is none."""
        first = self.releases[0].heading.lead if self.releases else self.tail
        if self.ascending or self.waiting:
            return -1
        return next((one for one in self.markup.lists if one < first and self._is_note(one)), -1)

    def _over(self, place: int) -> Section | None:
        """Return the first heading over a place that is not the title of the file."""
        return next((one for one in self.sections[1:] if one.heading.start < place < one.end), None)

    def _is_note(self, start: int) -> bool:
        """Return whether an entry says something: more than a link to another place, or to a standard of changelogs."""
        line = self.text[start:].partition("\n")[0].strip()
        link = _LINK_ALONE.fullmatch(line)
        return not (link or PLACEHOLDER.match(line) or "keepachangelog" in line or "semver.org" in line)


def _is_part(section: Section, releases: list[Section]) -> bool:
    """Return whether a heading is that of a part of a release, such as Added or Bug fixes."""
    if releases:
        return section.heading.style != releases[0].heading.style
    return bool(
        re.match(
            r"\W*(add|chang|fix|remov|deprecat|secur|featur|bug|break|improv|doc|misc|new)",
            section.title,
            re.IGNORECASE,
        )
    )


def cut(text: str, path: str, version: str) -> str:
    """Return what stands under a version's heading; empty where there is no such section."""
    document = Document(text, path)
    found = document.section_of(version)
    return document.body(found) if found else ""
