"""A changelog kept by hand: the section that waits for the next release gets its version and date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gonogo.model.version import parse
from gonogo.world.news.dates import redated
from gonogo.world.news.headings import Section, cut, sections
from gonogo.world.text import load

if TYPE_CHECKING:
    from pathlib import Path

    from gonogo.world.news.release import Release

WAITING = re.compile(
    r"unreleased( changes)?|dev(elopment)?( version)?|in development|(not )?yet released|not released|x\.y\.z"
    r"|next( release| version)?|upcoming( release| changes)?|head|main|master|trunk|tbd|to be released",
    re.IGNORECASE,
)
_LINE = re.compile(r"^(?P<before>[ \t>*_(-]*)unreleased(?P<after>[ \t*_).]*)$", re.IGNORECASE | re.MULTILINE)
_IN_TITLE = re.compile(
    r"\(?\b(unreleased|not yet released|in development|tbd|to be released|xxxx-xx-xx)\b\)?", re.IGNORECASE
)
_PLACEHOLDER = re.compile(
    r"[-*+][ \t]*(\\?\[[^\]\n]*\\?\](?!\()[ \t]*|(nothing|no changes)( \w+)*\.?)?$", re.IGNORECASE
)
HOLE = "\0"
NO_NOTES = "No significant changes."


HOW = "write them into the changelog, under a heading Unreleased or the next version's"


@dataclass(frozen=True)
class Book:
    """A changelog's text, its path from the project's root, and its sections."""

    text: str
    path: str

    @property
    def sections(self) -> list[Section]:
        """All sections, in order."""
        return sections(self.text, self.path)

    @property
    def waiting(self) -> Section | None:
        """The section for the next release: headed «Unreleased», «dev» and the like, or marked as
        unreleased."""
        for one in self.sections:
            if WAITING.fullmatch(plain(one.title)) or (one.version and self.is_open(one)):
                return one
            if one.version:
                return None
        return None

    @property
    def newest(self) -> Section | None:
        """The first section that a version heads and that is not waiting."""
        return next((one for one in self.sections if one.version and not self.is_open(one)), None)

    def is_open(self, section: Section) -> bool:
        """Return whether a version's section says of itself that it is not released."""
        return bool(_IN_TITLE.search(section.title) or _LINE.search(self.head(section)))

    def head(self, section: Section) -> str:
        """Return the first lines under a heading, where click and its kin write «Unreleased»."""
        return "\n".join(self.text[section.body : section.end].lstrip("\n").splitlines()[:1])

    def body(self, section: Section) -> str:
        """Return what stands under a heading, without space at its ends and without references behind it."""
        return (
            cut(self.text[section.start : section.end], self.path, section.version)
            if section.version
            else (self.text[section.body : section.end].strip("\n"))
        )

    def titled(self, release: Release) -> str:
        """Return the title for a release, like that of the newest version: its words, with version and date
        changed."""
        like = self.newest
        day = release.day
        if like is None:
            return f"{release.version} ({day.isoformat()})"
        title = redated(like.title.replace(like.version, HOLE), day).replace(HOLE, release.version)
        return title or f"{release.version} ({day.isoformat()})"

    def heading(self, release: Release) -> str:
        """Return the heading for a release, in the style of the others."""
        like = self.newest or self.waiting
        title = self.titled(release)
        return like.heading(title) if like else f"## {title}\n"


def plain(title: str) -> str:
    """Return a title without brackets, marks and links around it."""
    return re.sub(r"\]\(.*?\)|[\[\]()*_`]", "", title).strip()


def notes(text: str) -> list[str]:
    """Return the lines of a section that say something: no headings, placeholders or marks of being
    unreleased."""
    lines = (line.strip() for line in text.splitlines())
    return [
        line
        for line in lines
        if line
        and not line.startswith("#")
        and not _PLACEHOLDER.match(line)
        and not _LINE.match(line)
        and line.strip("-=~^")
    ]


def open_book(root: Path, changelog: str) -> Book:
    """Return the project's changelog."""
    return Book(load(root, changelog).content, changelog)


def pending(root: Path, changelog: str, current: str = "") -> tuple[str, ...]:
    """Return the changelog's path where notes wait in it for the release after the current version.

    They wait under an unreleased heading, under a higher version, or under a pre-release of it.
    """
    book = open_book(root, changelog)
    section = book.waiting
    first = next((one for one in book.sections if one.version), None)
    waits = section is not None and notes(book.text[section.body : section.end])
    return (changelog,) if waits or (first is not None and _leads_on(first.version, current)) else ()


def _leads_on(newest: str, current: str) -> bool:
    """Return whether the notes of the newest version belong to a release that is still to come."""
    version = parse(newest)
    return version.is_prerelease or (bool(current) and version > parse(current))


def types(root: Path, changelog: str) -> tuple[str, ...]:
    """Return the subheadings of the waiting section, such as «Added» and «Removed»."""
    book = open_book(root, changelog)
    waiting = book.waiting
    if waiting is None:
        return ()
    inner = (one for one in book.sections if waiting.start < one.start < waiting.end)
    return tuple(one.title.lower() for one in inner)


def preview(root: Path, release: Release, changelog: str) -> str:
    """Return the section as it would stand in the changelog."""
    book = open_book(root, changelog)
    after = Book(promoted(book, release), changelog)
    found = next((one for one in after.sections if one.names(release.version)), None)
    return after.text[found.start : found.end].rstrip() + "\n" if found else ""


def write(root: Path, release: Release, changelog: str) -> None:
    """Give the waiting section its version and date."""
    text = load(root, changelog)
    text.with_content(promoted(Book(text.content, changelog), release)).save()


def promoted(book: Book, release: Release) -> str:
    """Return the changelog with the waiting section made the release's; a release without notes gets an empty one."""
    own = next((one for one in book.sections if one.names(release.version)), None)
    section = own or book.waiting
    if section is None:
        return without_notes(book, release)
    if own is not None and not book.is_open(own):
        return book.text
    return dated(book, section, release) if section.version else parted(book, section, release)


def without_notes(book: Book, release: Release) -> str:
    """Return the changelog with a section that says that there are no notes, before the newest version's."""
    at = next((one.start for one in book.sections if one.version), len(book.text))
    before = book.text[:at].rstrip("\n")
    return (f"{before}\n\n" if before else "") + f"{book.heading(release)}\n{NO_NOTES}\n\n" + book.text[at:]


def dated(book: Book, section: Section, release: Release) -> str:
    """Return the changelog with an open section of a version closed: its version as released, and the
    date."""
    day = release.day.isoformat()
    title = section.title.replace(section.version, release.version)
    title = _IN_TITLE.sub(lambda match: f"({day})" if match[0].startswith("(") else day, title)
    body = book.text[section.body : section.end]
    head = book.head(section)
    body = body.replace(head, _LINE.sub(rf"\g<before>Released {day}\g<after>", head), 1) if head else body
    return book.text[: section.start] + section.heading(title) + body + book.text[section.end :]


def parted(book: Book, section: Section, release: Release) -> str:
    """Return the changelog with what waits under «Unreleased» or «dev» moved under the release's own heading.

    The waiting heading stays, with its placeholders, for what comes next.
    """
    body = book.text[section.body : section.end]
    kept = [line for line in body.splitlines() if _PLACEHOLDER.match(line.strip())]
    moved = "\n".join(line for line in body.splitlines() if line not in kept).strip("\n") or NO_NOTES
    stay = "\n" + "\n".join(kept) + "\n\n" if kept else "\n"
    rest = book.text[section.end :]
    new = book.heading(release) + "\n" + moved + "\n" + ("\n" if rest else "")
    return book.text[: section.body] + stay + new + rest


def section(root: Path, version: str, changelog: str) -> str:
    """Return what the changelog says under a version's heading."""
    return cut(open_book(root, changelog).text, changelog, version)
