"""Following an advice about a changelog leads on: each is followed as it stands, and the release goes with its notes.

A case is a changelog that meets the error, and the files after the change that its hint asks for.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from gonogo.changelog import release as reasons
from gonogo.commands import bump as release
from gonogo.model.errors import GonogoError
from gonogo.model.verdict import Verdict
from gonogo.release.planner import Request
from gonogo.release.runner import Silence
from gonogo.release.survey import survey

Files = dict[str, str]

PATH = "CHANGES.md"
OLD = "## 1.0.0 (2026-01-02)\n\n- First.\n"
OPEN = "## Unreleased\n\n- Second.\n\n"
LISTED = "- 1.0.0: First.\n- 0.9.0: Zero.\n"
TODAY = date(2026, 11, 23)
OTHERS = {"SectionExists", "ChangelogUnreadable"}
"""Errors of towncrier's changelogs, and of a text that no parser reads."""

CASES: dict[str, tuple[str, Files, Files]] = {
    "OutsideProject: a plain file": ("OutsideProject", {PATH: "-> /etc/hostname"}, {PATH: OPEN + OLD}),
    "OutsideProject: the setting": (
        "OutsideProject",
        {PATH: "-> /etc/hostname", "notes.md": OPEN + OLD},
        {"pyproject.toml": '\n[tool.gonogo]\nchangelog = "notes.md"\n'},
    ),
    "NothingNew: under Unreleased": ("NothingNew", {PATH: OLD}, {PATH: OPEN + OLD}),
    "NothingNew: under the next version": ("NothingNew", {PATH: OLD}, {PATH: f"## 1.1.0\n\n- Second.\n\n{OLD}"}),
    "TwoOpen: one section": (
        "TwoOpen",
        {PATH: f"{OPEN}## 1.1.0 (unreleased)\n\n- Third.\n\n{OLD}"},
        {PATH: f"## 1.1.0 (unreleased)\n\n- Second.\n- Third.\n\n{OLD}"},
    ),
    "NotesOfAnother: the version": (
        "NotesOfAnother",
        {PATH: f"## 2.0.0 (2026-11-01)\n\n- Second.\n\n{OLD}"},
        {PATH: f"## 1.1.0 (2026-11-01)\n\n- Second.\n\n{OLD}"},
    ),
    "NoHeadings: a heading": ("NoHeadings", {PATH: "| 1.0.0 | First |\n"}, {PATH: OPEN + OLD}),
    "NoHeadings: an entry": ("NoHeadings", {PATH: "| 1.0.0 | First |\n"}, {PATH: f"- Unreleased: Second.\n{LISTED}"}),
    "NoHeadings: the setting": (
        "NoHeadings",
        {PATH: "| 1.0.0 | First |\n", "notes.md": OPEN + OLD},
        {"pyproject.toml": '\n[tool.gonogo]\nchangelog = "notes.md"\n'},
    ),
    "HeadingUnclear: Unreleased": (
        "HeadingUnclear",
        {PATH: f"# C\n\n## Stuff\n\n- Second.\n\n{OLD}"},
        {PATH: f"# C\n\n{OPEN}{OLD}"},
    ),
    "EntryUnclear: as the others begin": (
        "EntryUnclear",
        {PATH: f"- Second.\n{LISTED}"},
        {PATH: f"- Unreleased: Second.\n{LISTED}"},
    ),
    "ConflictInside: the marks removed": (
        "ConflictInside",
        {PATH: f"## Unreleased\n\n<<<<<<< HEAD\n- Second.\n=======\n- Third.\n>>>>>>> other\n\n{OLD}"},
        {PATH: f"## Unreleased\n\n- Second.\n- Third.\n\n{OLD}"},
    ),
    "HeadingMisplaced: above": (
        "HeadingMisplaced",
        {PATH: f"{OLD}\n{OPEN}## 0.9.0 (2025-01-02)\n\n- Zero.\n"},
        {PATH: f"{OPEN}{OLD}"},
    ),
    "DateUnclear: written by hand": (
        "DateUnclear",
        {PATH: f"{OPEN}{OLD.replace('2026-01-02', '2 Pluviôse 2026')}"},
        {PATH: f"## 1.1.0 (4 Frimaire 2026)\n\n- Second.\n\n{OLD.replace('2026-01-02', '2 Pluviôse 2026')}"},
    ),
}


def change(sample, files: Files) -> None:
    """Write files, and links, commit and push; what is for pyproject.toml is added to it."""
    for path, text in files.items():
        file = sample.folder / path
        before = file.read_text() if path == "pyproject.toml" else ""
        file.unlink(missing_ok=True)
        if text.startswith("-> "):
            file.symlink_to(text.removeprefix("-> "))
        else:
            sample.write(path, before + text)
    sample.git("add", "--all")
    sample.git("commit", "-qm", "change")
    sample.git("push", "-q")


def bump(sample):
    return release.bump(sample.folder, Request(part="minor"), TODAY, Silence())


def test_every_error_about_a_changelog_has_a_case():
    kinds = {kind.__name__ for kind in GonogoError.kinds() if kind.__module__ == reasons.__name__}
    assert kinds - OTHERS == {name for name, _, _ in CASES.values()} - {"OutsideProject"}


@pytest.mark.parametrize("case", CASES)
def test_a_fix_that_is_followed_leads_on(case, sample):
    name, files, fix = CASES[case]
    sample.git("rm", "-qr", "changelog.d", "CHANGELOG.md")
    text = (sample.folder / "pyproject.toml").read_text()
    sample.write("pyproject.toml", text[: text.index("[tool.towncrier]")])
    change(sample, files)
    with pytest.raises(GonogoError) as met:
        bump(sample)
    assert type(met.value).__name__ == name

    change(sample, fix)
    board = bump(sample)
    assert [finding.what for row in board.rows for finding in row.findings if finding.blocking] == []
    assert board.verdict is Verdict.GO
    project = survey(sample.folder)
    released = Path(project.root / project.changelog).read_text()
    assert "Second." in released[released.index("1.1.0") :].partition("First.")[0]
