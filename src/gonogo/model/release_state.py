"""The states of a release."""

from __future__ import annotations

from enum import Enum


class ReleaseState(Enum):
    """Where a release stands; the value is what a user reads."""

    NOTHING_OPEN = "nothing open"
    """No release is in progress."""

    PREPARED = "prepared by a killed run"
    """A release was about to land."""

    BEHIND = "work tree behind"
    """Branch and tag have landed; some files of the work tree are still old."""

    TAKEN_BACK = "being taken back"
    """An undo was interrupted."""

    UNTAGGED = "untagged"
    """The release commit is on the branch without its tag, as after a merged pull request."""

    LANDED = "landed"
    """Commit and tag are here, and not yet on the remote."""

    PUSHED = "pushed"
    """The tag is on the remote; the index has no file."""

    PARTLY_PUBLISHED = "partly published"
    """The index has some of the files."""

    UNVERIFIED = "published, unverified"
    """The index has all files, and nobody has verified them."""

    UNANNOUNCED = "verified, unannounced"
    """The files are verified; the forge release is missing or incomplete."""

    VERIFIED = "verified"
    """Everything is done."""

    CONFLICT = "conflict"
    """Something is there that is not from this release."""

    UNKNOWN = "unknown"
    """Something could not be asked."""

    @property
    def is_open(self) -> bool:
        """Whether a release is under way."""
        return self not in (ReleaseState.NOTHING_OPEN, ReleaseState.VERIFIED)
