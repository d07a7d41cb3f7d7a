"""The states of a release."""

from __future__ import annotations

from enum import Enum


class ReleaseState(Enum):
    """Where a release stands; the value is what a user reads."""

    NOTHING_OPEN = "nothing open"
    PREPARED = "prepared by a killed run"
    BEHIND = "work tree behind"
    TAKEN_BACK = "being taken back"
    UNTAGGED = "untagged"
    LANDED = "landed"
    PUSHED = "pushed"
    PARTLY_PUBLISHED = "partly published"
    UNVERIFIED = "published, unverified"
    UNANNOUNCED = "verified, unannounced"
    VERIFIED = "verified"
    CONFLICT = "conflict"
    UNKNOWN = "unknown"

    @property
    def is_open(self) -> bool:
        """Whether a release is under way."""
        return self not in (ReleaseState.NOTHING_OPEN, ReleaseState.VERIFIED)
