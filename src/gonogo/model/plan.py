"""The plan of one release: every value that matters, composed once and read from here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """One release as it is meant: from which commit and branch, which version, tag, message and notes.

    `base` is a commit id; `notes` is the changelog section in the changelog's own markup; `dirty` lists
    uncommitted paths, which are not in the release; `concluded` says what was read from the tags and not from settings.
    """

    name: str
    base: str
    branch: str
    old: str
    new: str
    tag: str
    message: str
    notes: str = ""
    fragments: tuple[str, ...] = ()
    dirty: tuple[str, ...] = ()
    allow_empty: bool = False
    concluded: tuple[str, ...] = ()
