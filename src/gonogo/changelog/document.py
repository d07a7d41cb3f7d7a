"""A changelog as a book of sections: which one waits for the next release, and how its headings are written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from gonogo.changelog.dates import redated
from gonogo.changelog.headings import WAITING, Section, cut, sections

if TYPE_CHECKING:
    from gonogo.changelog.release import Release

OPEN_LINE = re.compile(r"^(?P<before>[ \t>*_(-]*)unreleased(?P<after>[ \t*_).]*)$", re.IGNORECASE | re.MULTILINE)
OPEN_TITLE = re.compile(
    r"\(?\b(unreleased|not yet released|in development|tbd|to be released|xxxx-xx-xx)\b\)?", re.IGNORECASE
)
PLACEHOLDER = re.compile(r"[-*+][ \t]*(\\?\[[^\]\n]*\\?\](?!\()[ \t]*|(nothing|no changes)( \w+)*\.?)?$", re.IGNORECASE)
HOLE = "\0"

_COMPARED = re.compile(r"(?P<base>/compare/)(?P<old>[^)\s]+?)(?P<dots>\.{2,3})(?P<head>[^)\s]+)")


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
        return bool(OPEN_TITLE.search(section.title) or OPEN_LINE.search(self.head(section)))

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
        title = compared(like.title.replace(like.version, HOLE), like.version)
        title = redated(title, day).replace(HOLE, release.version)
        return title or f"{release.version} ({day.isoformat()})"

    def waiting_title(self, section: Section, release: Release) -> str:
        """Return the title of a section that goes on waiting; a link in it compares from the release on."""
        like = self.newest
        if like is None:
            return section.title
        since = partial(_since, old=like.version, new=release.version)
        return _COMPARED.sub(since, section.title)

    def heading(self, release: Release) -> str:
        """Return the heading for a release, in the style of the others."""
        like = self.newest or self.waiting
        title = self.titled(release)
        return like.heading(title) if like else f"## {title}\n"


def compared(title: str, newest: str) -> str:
    """Return a title for the next version, in which a link that compares the newest one compares from it."""
    return _COMPARED.sub(
        lambda match: f"{match['base']}{match['head'].replace(HOLE, newest)}{match['dots']}{match['head']}", title
    )


def _since(match: re.Match[str], old: str, new: str) -> str:
    """Return a comparison with the older side moved on from one version to the next."""
    return f"{match['base']}{match['old'].replace(old, new)}{match['dots']}{match['head']}"


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
        and not PLACEHOLDER.match(line)
        and not OPEN_LINE.match(line)
        and line.strip("-=~^")
    ]
