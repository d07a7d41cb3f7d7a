"""What a changelog's section is headed with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gonogo.model.errors import GonogoError, Status
from gonogo.model.version import parse

if TYPE_CHECKING:
    from datetime import date


class NothingNew(GonogoError):
    """There are no notes for the next release."""

    text = "there are no notes for the next release in {where}"
    hint_text = "{how}; or release without notes with --empty"


class SectionExists(GonogoError):
    """The changelog has a section for this version already."""

    status = Status.CONFLICT
    text = "{path} has a section for {version} already"
    hint_text = "choose a higher version, or take that section out if the version was never released"


@dataclass(frozen=True)
class Release:
    """A version, the day of its release, the package's name, and the version before."""

    version: str
    day: date
    name: str = ""
    old: str = ""

    @property
    def is_pre(self) -> bool:
        """Whether it is a pre-release or development version, whose notes stay for the final release."""
        return parse(self.version).is_prerelease

    def supersedes(self, other: str) -> bool:
        """Return whether another version is an earlier pre-release of the same release."""
        ours, theirs = parse(self.version), parse(other)
        return theirs.is_prerelease and theirs < ours and theirs.base_version == ours.base_version
