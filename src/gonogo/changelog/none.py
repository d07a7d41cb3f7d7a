"""No changelog: nothing waits, nothing is written."""

from pathlib import Path

from gonogo.changelog.release import Release


def how(_root: Path, _changelog: str) -> str:
    """Return nothing."""
    return ""


def pending(_root: Path, _changelog: str, _current: str = "", _new: str = "") -> tuple[str, ...]:
    """Return nothing."""
    return ()


def types(_root: Path, _changelog: str) -> tuple[str, ...]:
    """Return nothing."""
    return ()


def preview(_root: Path, _release: Release, _changelog: str) -> str:
    """Return no text."""
    return ""


def write(_root: Path, _release: Release, _changelog: str) -> None:
    """Leave everything as it is."""


def section(_root: Path, _version: str, _changelog: str) -> str:
    """Return no text."""
    return ""
