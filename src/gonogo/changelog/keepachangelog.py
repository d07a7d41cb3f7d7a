"""A changelog in the form of keepachangelog.com: «Unreleased» becomes the release, and the links follow."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gonogo.changelog import by_hand
from gonogo.changelog.by_hand import HOW, pending, section, types
from gonogo.changelog.document import Book
from gonogo.changelog.headings import WAITING, Section
from gonogo.world.text import load

if TYPE_CHECKING:
    from pathlib import Path

    from gonogo.changelog.release import Release

__all__ = ["HOW", "pending", "preview", "section", "types", "write"]

_LINK = re.compile(r"^\[(?P<name>[^\]\n]+)\]:[ \t]*(?P<url>\S+)[ \t]*$", re.MULTILINE)
_COMPARE = re.compile(r"(?P<base>.*/compare/)(?P<old>.+?)(?P<dots>\.{2,3})(?P<head>.+)")


def preview(root: Path, release: Release, changelog: str) -> str:
    """Return the section as it would stand in the changelog."""
    after = Book(promoted(by_hand.open_book(root, changelog), release), changelog)
    found = next((one for one in after.sections if one.names(release.version)), None)
    return f"{after.text[found.start : found.body]}\n{after.body(found)}\n" if found else ""


def write(root: Path, release: Release, changelog: str) -> None:
    """Promote the Unreleased section; a final release takes over the notes of its own pre-releases."""
    text = load(root, changelog)
    text.with_content(promoted(Book(text.content, changelog), release)).save()


def promoted(book: Book, release: Release) -> str:
    """Return the changelog after the release."""
    if book.newest is None and book.waiting is not None:
        return linked(_first(book, book.waiting, release), release)
    return linked(by_hand.promoted(book, release), release)


def _first(book: Book, waiting: Section, release: Release) -> str:
    """Return the changelog with its first version, headed as keepachangelog.com heads them."""
    bracket = waiting.title.startswith("[")
    title = f"[{release.version}]" if bracket else release.version
    new = f"{waiting.heading(f'{title} - {release.day.isoformat()}')}"
    return book.text[: waiting.body] + "\n" + new + book.text[waiting.body :]


def linked(text: str, release: Release) -> str:
    """Return the changelog with its references brought along: Unreleased compares from the release, which gets its own.

    Only references that compare two tags are understood; without one for Unreleased, the first of a version is
    followed by one like it. Others stay as they are.
    """
    links = [link for link in _LINK.finditer(text) if _COMPARE.fullmatch(link["url"])]
    if any(link["name"].lstrip("v") == release.version for link in _LINK.finditer(text)):
        return text
    waiting = next((link for link in links if WAITING.fullmatch(link["name"])), None)
    last = next((link for link in links if _tag_like(link["name"], release.version)), None)
    if waiting is not None:
        return _with(text, waiting, release, keep=False)
    return _with(text, last, release, keep=True) if last is not None else text


def _with(text: str, link: re.Match[str], release: Release, *, keep: bool) -> str:
    """Return the text with the release's reference before an older version's (`keep`), or behind Unreleased's."""
    url = _COMPARE.fullmatch(link["url"])
    since = "" if url is None else url["head"] if keep else url["old"]
    tag = _tag_like(since, release.version)
    if url is None or not tag:
        return text
    own = f"[{_tag_like(link['name'], release.version) or release.version}]: {url['base']}{since}{url['dots']}{tag}"
    other = link[0] if keep else f"[{link['name']}]: {url['base']}{tag}{url['dots']}{url['head']}"
    return text[: link.start()] + "\n".join([own, other] if keep else [other, own]) + text[link.end() :]


def _tag_like(old: str, version: str) -> str:
    """Return the tag for a version, spelt as an older tag; empty where that names no version."""
    match = re.search(r"\d[\w.]*$", old)
    return old[: match.start()] + version if match else ""
