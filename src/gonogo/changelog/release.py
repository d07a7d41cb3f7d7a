"""A release as the changelog sees it, and why a changelog cannot take it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gonogo.model import padding
from gonogo.model.errors import Conflict, GonogoError, NoGo
from gonogo.version.pep440 import parse

if TYPE_CHECKING:
    from datetime import date


class NothingNew(GonogoError):
    text = "there are no notes for the next release in {where}"
    hint_text = "{how}; or release without notes with --empty"


class SectionExists(Conflict):
    text = "{path} has a section for {version} already"
    hint_text = "choose a higher version, or remove that section if the version was never released"


class TwoOpen(NoGo):
    text = "{path} has {count} sections for the next release: {named}"
    hint_text = "move the notes of all of them into one section, then run the command again"


class NotesOfAnother(NoGo):
    text = "the notes for the next release ({path}) are for {named}, not for {version}"
    hint_text = "correct the version there, or release what it names: --to {named}"


class NoHeadings(NoGo):
    text = "{path} names versions, but none of them is in a heading"
    hint_text = (
        "give each version a heading, or an entry of a list that begins with it and a colon; "
        "or name another file in the setting `changelog` of [tool.gonogo]"
    )


class HeadingUnclear(NoGo):
    text = "{path} line {line}: the heading '{title}' names no version and does not say that it is unreleased"
    hint_text = "name it Unreleased, or the next version"


class ConflictInside(NoGo):
    text = "{path} line {line} is the mark of a merge conflict that is not resolved"
    hint_text = "keep what belongs there, remove the marks, and commit it"


class EntryUnclear(NoGo):
    text = "{path} line {line}: the entry '{entry}' names no version, and the entries below it do"
    hint_text = "begin it as the others begin, with the next version or with Unreleased, e.g. {like}"


class HeadingMisplaced(NoGo):
    text = "{path} line {line}: the section '{title}' is below the release {above}"
    hint_text = "move it above the newest release, then run the command again"


class ChangelogUnreadable(GonogoError):
    text = "{path} cannot be read as {form}: {why}"
    hint_text = "check the file with a viewer for {form}; nothing was changed"


class DateUnclear(NoGo):
    text = "{path} line {line}: the date in the heading '{title}' is unclear: {why}"
    hint_text = "write the heading of the next version with its date yourself, and commit it"


def conflict(text: str) -> int:
    """Return where the first mark of a merge conflict begins in a text; -1 where there is none.

    >>> conflict("a\\n<<<<<<< HEAD\\nb\\n=======\\nc\\n>>>>>>> other\\n"), conflict("a\\n=======\\n")
    (2, -1)
    """
    begun, middle, place = -1, False, 0
    for line in text.splitlines(keepends=True):
        if line.startswith("<<<<<<< ") and begun < 0:
            begun = place
        elif line.startswith(">>>>>>> ") and middle:
            return begun
        middle = middle or (begun >= 0 and line.rstrip() == "=======")
        place += len(line)
    return -1


@dataclass(frozen=True)
class Release:
    """A version, the day of its release, the package's name, the version before, and what is released together."""

    version: str
    day: date
    name: str = ""
    old: str = ""
    together: str = ""

    @property
    def is_pre(self) -> bool:
        """Whether it is a pre-release or development version, whose notes stay for the final release."""
        return parse(self.version).is_prerelease

    def supersedes(self, other: str) -> bool:
        """Return whether another version is an earlier pre-release of the same release."""
        ours, theirs = parse(self.version), parse(other)
        return theirs.is_prerelease and theirs < ours and theirs.base_version == ours.base_version

    def in_full(self, version: str) -> str:
        """Return another version with as many numbers as the version before has: 1.4 as 1.4.0 after 1.3.2."""
        written = ".".join(padding.numbers(version))
        missing = len(parse(self.old or self.version).release) - len(parse(version).release)
        return version.replace(written, written + ".0" * missing, 1)
