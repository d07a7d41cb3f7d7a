"""Notes in a folder with a file for each version: the next one's file is what a release shows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from gonogo.changelog import folder
from gonogo.changelog.release import NotesOfAnother, Release

Tree = Callable[[dict[str, str | bytes]], Path]
DAY = date(2026, 11, 23)
NOTES = "docs/notes"
OLD = {
    f"{NOTES}/1.1.0.rst": "1.1.0 -- 2025-01-01\n-------------------\n\n- Older.\n",
    f"{NOTES}/1.2.0.rst": "1.2.0 -- 2026-01-01\n-------------------\n\n- Old.\n",
    f"{NOTES}/index.rst": "Release notes\n=============\n",
}
NEXT = {f"{NOTES}/1.3.0.rst": "1.3.0 -- unreleased\n-------------------\n\n- New.\n"}


def release(version: str) -> Release:
    return Release(version, DAY, "demo", "1.2.0")


def test_the_file_of_a_version_to_come_waits(tree: Tree) -> None:
    root = tree({**OLD, **NEXT})
    assert folder.pending(root, NOTES, "1.2.0") == (f"{NOTES}/1.3.0.rst",)
    assert folder.pending(root, NOTES, "1.3.0") == ()


def test_the_release_gives_its_file_the_date(tree: Tree) -> None:
    root = tree({**OLD, **NEXT})
    shown = folder.preview(root, release("1.3.0"), NOTES)
    folder.write(root, release("1.3.0"), NOTES)
    assert (root / NOTES / "1.3.0.rst").read_text() == shown
    assert shown == "1.3.0 -- 2026-11-23\n-------------------\n\n- New.\n"
    assert folder.section(root, "1.3.0", NOTES) == "- New."


def test_a_file_that_is_dated_stays_as_it_is(tree: Tree) -> None:
    root = tree({**OLD, **NEXT, f"{NOTES}/1.3.0.rst": "1.3.0 -- 2026-11-20\n-------------------\n\n- New.\n"})
    folder.write(root, release("1.3.0"), NOTES)
    assert "2026-11-20" in (root / NOTES / "1.3.0.rst").read_text()


def test_a_pre_release_shows_what_the_final_will(tree: Tree) -> None:
    root = tree({**OLD, **NEXT})
    assert folder.section(root, "1.3.0rc1", NOTES) == "- New."
    folder.write(root, release("1.3.0rc1"), NOTES)
    assert (root / NOTES / "1.3.0.rst").read_text() == NEXT[f"{NOTES}/1.3.0.rst"]


def test_notes_under_another_version_stop_the_release(tree: Tree) -> None:
    root = tree({**OLD, **NEXT})
    with pytest.raises(NotesOfAnother, match=r"\(docs/notes/1\.3\.0\.rst\) are for 1\.3\.0, not for 2\.0\.0"):
        folder.preview(root, release("2.0.0"), NOTES)


def test_a_release_without_notes_gets_a_file_that_says_so(tree: Tree) -> None:
    root = tree(OLD)
    folder.write(root, release("1.2.1"), NOTES)
    said = (root / NOTES / "1.2.1.rst").read_text()
    assert said == "1.2.1 -- 2026-11-23\n-------------------\n\nNo significant changes.\n"
