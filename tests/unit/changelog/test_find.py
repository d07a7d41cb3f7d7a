"""Changelogs: kinds and files."""

from __future__ import annotations

from pathlib import Path

import pytest

from gonogo.changelog.find import kind_and_path

NOTES = "docs/source/release-notes"
TOWNCRIER = '[tool.towncrier]\nfilename = "NEWS.md"\n'


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({}, ("none", "")),
        ({"pyproject.toml": TOWNCRIER, "CHANGES.md": "x"}, ("towncrier", "NEWS.md")),
        (
            {"pyproject.toml": TOWNCRIER, "towncrier.toml": TOWNCRIER.replace("NEWS", "A")},
            ("towncrier", "A.md"),
        ),
        ({"changelog.d/README.md": "", "HISTORY.md": ""}, ("towncrier", "HISTORY.md")),
        ({"changelog.d/1.md": "", "pyproject.toml": "[tool.scriv]\n"}, ("none", "")),
        ({"CHANGELOG.md": "# Changelog\n\n## [Unreleased]\n"}, ("keepachangelog", "CHANGELOG.md")),
        ({"changelog.md": "## [1.2.3] - 2026-01-01\n"}, ("keepachangelog", "changelog.md")),
        ({"HISTORY.md": "dev\n---\n- x\n"}, ("hand", "HISTORY.md")),
        ({"docs/changes.rst": "x"}, ("hand", "docs/changes.rst")),
        ({"docs/versionhistory.rst": "Versions\n========\n\n**1.2.3**\n\n- x\n"}, ("hand", "docs/versionhistory.rst")),
        ({"docs/versions.rst": "Versions\n========\n\n1.2.3\n-----\n\n- x\n"}, ("hand", "docs/versions.rst")),
        ({"docs/versions.rst": "Which versions are supported\n============================\n"}, ("none", "")),
        ({"docs/source/release-notes.md": "# Notes\n\n## 1.2.3\n\n- x\n"}, ("hand", "docs/source/release-notes.md")),
        ({"doc/source/changelog.rst": "Changelog\n=========\n\n.. release-notes::\n"}, ("none", "")),
        ({f"docs/source/release-notes/{v}.rst": "x" for v in ("1.0", "1.1", "1.2.3", "i")}, ("folder", NOTES)),
        ({f"docs/source/release-notes/{v}.rst": "x" for v in ("1.0", "1", "2")}, ("none", "")),
    ],
)
def test_kind_and_file_are_found(files: dict[str, str], found: tuple[str, str], tmp_path: Path) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    assert kind_and_path(tmp_path) == found


def test_a_file_that_the_settings_name_has_a_kind_too(tmp_path: Path) -> None:
    (tmp_path / "about.md").write_text("## 1.2.3\n")
    assert kind_and_path(tmp_path, "about.md") == ("hand", "about.md")
    (tmp_path / "notes").mkdir()
    assert kind_and_path(tmp_path, "notes/") == ("folder", "notes")
