"""Changelogs: kinds and files."""

# ruff: noqa: E501 (samples of changelogs)

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from gonogo.changelog.find import elsewhere, kind_and_path
from gonogo.project.tree import Tree

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
        ({"CHANGELOG.markdown": "# C\n\n## 1.2.3\n\n- x\n"}, ("hand", "CHANGELOG.markdown")),
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


HEADED = "# Release Notes\n\n## Latest Changes\n\n* One.\n\n## 0.2.0 (2026-07-29)\n\n* Old.\n\n## 0.1.0\n\n* Older.\n"
DOCUMENTED = [
    ({"docs/en/docs/release-notes.md": HEADED}, ("hand", "docs/en/docs/release-notes.md")),
    ({"docs/project/log.md": HEADED, "docs/index.md": "# Demo 0.2.0\n"}, ("hand", "docs/project/log.md")),
    ({"docs/de/release-notes.md": HEADED.partition("\n## 0.1")[0], "docs/en/release-notes.md": HEADED}, ("hand", "docs/en/release-notes.md")),
    ({"CHANGELOG.md": "See [the notes](docs/a/changelog.md).\n", "docs/a/changelog.md": HEADED}, ("hand", "docs/a/changelog.md")),
    ({"docs/en/release-notes.md": HEADED.replace("0.2.0", "0.9.0")}, ("none", "")),
    ({"docs/a.md": HEADED + "\n## 0.0.9\n\n- z\n\n## 0.9.0\n", "docs/b.md": HEADED}, ("hand", "docs/b.md")),
    ({"HISTORY.md": "Moved:\n\n- https://demo.invalid/changes\n", "docs/changelog.md": HEADED}, ("hand", "docs/changelog.md")),
    ({"docs/api.md": "# API\n\n## Since 0.2.0\n\nx\n"}, ("none", "")),
    ({"docs/install.md": "# Install\n\n```\n## 0.2.0\n\n## 0.1.0\n```\n"}, ("none", "")),
    ({"docs/.venv/changelog.md": HEADED, "docs/_build/changelog.md": HEADED}, ("none", "")),
]  # fmt: skip


@pytest.mark.parametrize(("files", "found"), DOCUMENTED)
def test_a_changelog_in_the_documentation_is_found_by_its_headings(
    files: dict[str, str], found: tuple[str, str], tmp_path: Path
) -> None:
    """Kind: a file below docs/ is the changelog where its headings are the versions of the project."""
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    assert kind_and_path(tmp_path, "", "0.2.0") == found


@pytest.mark.parametrize("name", ["CHANGELOG.adoc", "changes.org", "News.html", "release-notes.yml"])
def test_a_changelog_in_a_form_that_is_not_written_is_named(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("== 1.0.0\n")
    assert kind_and_path(tmp_path, "", "1.0.0") == ("none", "")
    assert elsewhere(Tree(tmp_path)) == f"{name}, in a form that gonogo does not write"


def test_a_link_inside_the_project_is_followed(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/notes.md").write_text(HEADED)
    (tmp_path / "CHANGELOG.md").symlink_to("docs/notes.md")
    assert kind_and_path(tmp_path) == ("hand", "docs/notes.md")


def test_a_document_that_is_no_text_or_a_link_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.md").write_bytes(b"0.2.0 \xff")
    (tmp_path / "docs/release.md").symlink_to("/etc/passwd")
    os.mkfifo(tmp_path / "docs/pipe.md")
    assert kind_and_path(tmp_path, "", "0.2.0") == ("none", "")


OURS = "# Changes\n\n## 0.2.0\n\n- New.\n\n## 0.1.0\n\n- Old.\n"
TRACKED = [
    ({"sites/www/changelog.rst": "* :release:`0.2.0 <2026-01-02>`\n* :bug:`1` A.\n"}, ("hand", "sites/www/changelog.rst")),
    ({"website/src/CHANGELOG.md": OURS, "src/demo/api.md": OURS}, ("hand", "website/src/CHANGELOG.md")),
    ({"meta/news.txt": OURS, "CHANGES.md": "See meta/news.txt\n"}, ("hand", "meta/news.txt")),
    ({"packages/other/CHANGELOG.md": OURS, "packages/other/pyproject.toml": ""}, ("none", "")),
    ({"src/vendored/CHANGELOG.md": OURS.replace("0.1.0", "3.1.0")}, ("none", "")),
    ({"src/vendored/CHANGELOG.md": OURS.replace("0.2.0", "0.3.0")}, ("none", "")),
    ({"web/changelog.py": OURS, "web/changelog.md.in": OURS}, ("none", "")),
    ({"web/versions.md": "# C\n\n- 0.2.0: works.\n- 0.1.0: does not.\n"}, ("none", "")),
]  # fmt: skip


@pytest.mark.parametrize(("files", "found"), TRACKED)
def test_a_changelog_that_git_tracks_anywhere_is_found_by_name_and_headings(
    files: dict[str, str], found: tuple[str, str], tmp_path: Path
) -> None:
    """Sister: a folder that is neither the top nor the documentation; the notes of another package are left alone."""
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "build").mkdir()
    (tmp_path / "build/CHANGELOG.md").write_text(OURS)
    subprocess.run(["git", "add", *files], cwd=tmp_path, check=True)
    assert kind_and_path(tmp_path, "", "0.2.0") == found


@pytest.mark.parametrize(
    ("tags", "drafter", "text", "kind"),
    [
        (("v1.0.0", "v1.1.0", "v1.2.0", "v1.3.0"), True, "# Demo 1.0.0\n\n- x\n", "none"),
        (("v1.0.0", "v1.1.0", "v1.2.0", "v1.3.0"), False, "# Demo 1.0.0\n\n- x\n", "hand"),
        (("v1.0.0", "v1.1.0", "v1.2.0"), True, "# Demo 1.0.0\n\n- x\n", "hand"),
        (("v1.0.0", "core-v1.1.0", "core-v1.2.0", "core-v1.3.0"), True, "# Demo 1.0.0\n\n- x\n", "hand"),
        (("v1.0.0", "v1.1.0", "v1.2.0", "v1.3.0"), True, "# Unreleased\n\n# Demo 1.0.0\n\n- x\n", "hand"),
    ],
)
def test_a_changelog_that_releases_have_left_behind_is_none(tmp_path, tags, drafter, text, kind):
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    subprocess.run(["git", "commit", "-q", "--allow-empty", "-m", "x"], cwd=tmp_path, check=True)
    heads = (tmp_path / ".git/refs/heads").glob("*")
    commit = next(heads).read_text()
    for tag in tags:
        (tmp_path / ".git/refs/tags" / tag).write_text(commit)
    (tmp_path / "CHANGELOG.md").write_text(text)
    (tmp_path / ".github").mkdir()
    (tmp_path / ".github" / ("release-drafter.yml" if drafter else "other.yml")).touch()
    assert kind_and_path(tmp_path, version="1.3.0")[0] == kind
    assert kind_and_path(tmp_path, "CHANGELOG.md", "1.3.0")[0] == "hand"
