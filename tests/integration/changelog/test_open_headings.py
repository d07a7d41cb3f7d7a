"""An open heading stays where the file's own history shows that one stays, and becomes the release's elsewhere.

The kind: what is written keeps the file's own style. No note is lost in either way.
"""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest

from gonogo.changelog import by_hand
from gonogo.changelog.release import Release

DAY = date(2026, 11, 23)
PATH = "CHANGES.md"
OLD = "## 1.0.0\n\n- First.\n\n## 0.9.0\n\n- Zero.\n"
NOTES = "## Unreleased\n\n- Second.\n\n"


@pytest.fixture
def history(tmp_path: Path):
    """Make a repository whose changelog had these texts, one commit after another."""

    def make(*texts: str, path: str = PATH) -> Path:
        subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
        for text in texts:
            (tmp_path / path).write_bytes(text.encode())
            subprocess.run(["git", "add", "-A"], cwd=tmp_path, check=True)
            subprocess.run(["git", "commit", "-qm", "x", "--allow-empty"], cwd=tmp_path, check=True)
        return tmp_path

    return make


def written(root: Path, path: str = PATH) -> str:
    release = Release("1.1.0", DAY, "demo", "1.0.0")
    preview = by_hand.preview(root, release, path)
    by_hand.write(root, release, path)
    text = (root / path).read_text()
    assert preview.strip() in text
    return text


def test_a_heading_that_releases_leave_open_stays(history):
    root = history("## 0.9.0\n\n- Zero.\n", f"## Unreleased\n\n{OLD}", NOTES + OLD)
    assert written(root) == f"## Unreleased\n\n## 1.1.0\n\n- Second.\n\n{OLD}"


def test_a_heading_that_no_release_left_open_becomes_the_releases(history):
    root = history("## 0.9.0\n\n- Zero.\n", OLD, NOTES + OLD)
    assert written(root) == f"## 1.1.0\n\n- Second.\n\n{OLD}"


def test_the_newest_release_decides(history):
    root = history("## Unreleased\n\n## 0.9.0\n\n- Zero.\n", OLD, f"{NOTES}{OLD}")
    assert written(root).startswith("## 1.1.0\n")


@pytest.mark.parametrize(
    "text",
    [
        f"All by <https://keepachangelog.com>.\n\n{NOTES}{OLD}",
        f"{NOTES}{OLD}\n[unreleased]: https://x.invalid/compare/v1.0.0...HEAD\n",
    ],
)
def test_a_convention_or_a_link_keeps_the_heading_open(history, text):
    root = history("## 0.9.0\n\n- Zero.\n", text.replace(NOTES, ""), text)
    assert "## Unreleased\n\n## 1.1.0\n\n- Second." in written(root)


def test_nothing_is_concluded_where_there_is_no_history(tmp_path):
    (tmp_path / PATH).write_text(NOTES + OLD)
    assert written(tmp_path) == f"## Unreleased\n\n## 1.1.0\n\n- Second.\n\n{OLD}"


@pytest.mark.parametrize(
    ("under", "released"),
    [
        ("<!-- Here. -->\n\n- Nothing yet.\n- Second.\n\n", "<!-- Here. -->\n\n- Second."),
        ("### Fixed\n\n- Second.\n\n### Added\n\n- Third.\n\n", "### Fixed\n\n- Second.\n\n### Added\n\n- Third."),
        ("- Nothing yet.\n\n", "No significant changes."),
        ("", "No significant changes."),
    ],
)
def test_what_stands_under_the_heading_is_kept(history, under, released):
    """Sister: comments, placeholders, parts, and a release without notes."""
    root = history(OLD, f"## Unreleased\n\n{under}{OLD}")
    assert written(root) == f"## 1.1.0\n\n{released}\n\n{OLD}"


def test_a_heading_of_restructured_text_becomes_the_releases(history):
    """Sister: another form, the newest release last."""
    old = "0.9.0\n-----\n\n- Zero.\n\n1.0.0\n-----\n\n- First.\n"
    root = history(old, f"{old}\nUnreleased\n----------\n\n- Second.\n", path="CHANGES.rst")
    assert written(root, "CHANGES.rst") == f"{old}\n1.1.0\n-----\n\n- Second.\n"
