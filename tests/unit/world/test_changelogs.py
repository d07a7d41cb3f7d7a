"""Changelogs: kinds and files."""

from __future__ import annotations

from pathlib import Path

import pytest

from gonogo.world import changelogs

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
    ],
)
def test_kind_and_file_are_found(files: dict[str, str], found: tuple[str, str], tmp_path: Path) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert changelogs.find(tmp_path) == found
