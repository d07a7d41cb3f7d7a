"""Pre-releases of one release: their notes gathered, each once, into the section that the next one gets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gonogo.changelog.dates import redated
from gonogo.changelog.document import Book

if TYPE_CHECKING:
    from gonogo.changelog.headings import Section
    from gonogo.changelog.release import Release

_SUBHEADING = re.compile(r"^(#{3,6} .*)$", re.MULTILINE)
_RELEASED = re.compile(r"\A\s*(?P<line>Released \d{4}-\d\d-\d\d)[ \t]*$", re.MULTILINE)


def gathered(book: Book, release: Release) -> Book:
    """Return the changelog without the sections of earlier pre-releases of this release; their notes stay.

    They move into the section that waits; where none does, the newest of them becomes the release's own.
    """
    gone = [one for one in book.sections if one.version and release.supersedes(one.version)]
    if not gone:
        return book
    waiting = book.waiting
    target = gone[0] if waiting is None else waiting
    others = [one for one in gone if one != target]
    own = book.text[target.body : target.end]
    bodies = [own, *(_RELEASED.sub("", book.body(one)) for one in others)]
    body = "\n" + merged(bodies) + "\n\n" if others else own
    text = book.text
    for one in reversed(others):
        text = text[: one.start] + text[one.end :]
    head = text[target.start : target.body] if waiting is not None else retitled(target, release)
    if waiting is None:
        body = _RELEASED.sub(lambda match: match[0].replace(match["line"], f"Released {release.day.isoformat()}"), body)
    return Book(text[: target.start] + head + body + text[target.end :], book.path)


def retitled(section: Section, release: Release) -> str:
    """Return a pre-release's heading with the version and the day of the release."""
    title = section.title.replace(section.version, release.version)
    return section.heading(redated(title, release.day) or title)


def merged(bodies: list[str]) -> str:
    """Return several bodies as one: what stands under equal subheadings together, and no line of a later one twice."""
    groups: dict[str, list[str]] = {}
    for body in bodies:
        head, *rest = _SUBHEADING.split(body)
        for title, text in [("", head), *zip(rest[::2], rest[1::2], strict=True)]:
            known = groups.setdefault(title.rstrip(), [])
            before = {line for line in known if line.strip()}
            known += [line for line in text.strip("\n").splitlines() if line not in before]
    parts = ["\n\n".join(filter(None, (title, "\n".join(lines).strip("\n")))) for title, lines in groups.items()]
    return "\n\n".join(filter(None, parts))
