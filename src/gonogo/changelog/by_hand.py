"""A changelog kept by hand: the section that waits for the next release gets its version and date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.changelog.document import OPEN_LINE, OPEN_TITLE, PLACEHOLDER, Book, notes
from gonogo.changelog.gathering import gathered
from gonogo.changelog.headings import Section, cut
from gonogo.model.version import parse
from gonogo.world.text import load

if TYPE_CHECKING:
    from pathlib import Path

    from gonogo.changelog.release import Release

NO_NOTES = "No significant changes."
HOW = "write them into the changelog, under a heading Unreleased or the next version's"


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
    book = gathered(book, release)
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
    title = OPEN_TITLE.sub(lambda match: f"({day})" if match[0].startswith("(") else day, title)
    body = book.text[section.body : section.end]
    head = book.head(section)
    body = body.replace(head, OPEN_LINE.sub(rf"\g<before>Released {day}\g<after>", head), 1) if head else body
    return book.text[: section.start] + section.heading(title) + body + book.text[section.end :]


def parted(book: Book, section: Section, release: Release) -> str:
    """Return the changelog with what waits under «Unreleased» or «dev» moved under the release's own heading.

    The waiting heading stays, with its placeholders, for what comes next.
    """
    body = book.text[section.body : section.end]
    kept = [line for line in body.splitlines() if PLACEHOLDER.match(line.strip())]
    moved = "\n".join(line for line in body.splitlines() if line not in kept).strip("\n") or NO_NOTES
    stay = "\n" + "\n".join(kept) + "\n\n" if kept else "\n"
    rest = book.text[section.end :]
    new = book.heading(release) + "\n" + moved + "\n" + ("\n" if rest else "")
    title = book.waiting_title(section, release)
    head = section.heading(title) if title != section.title else book.text[section.start : section.body]
    return book.text[: section.start] + head + stay + new + rest


def section(root: Path, version: str, changelog: str) -> str:
    """Return what the changelog says under a version's heading."""
    return cut(open_book(root, changelog).text, changelog, version)
