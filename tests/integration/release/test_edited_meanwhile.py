"""The kind: a file that is edited between preparation and landing, by anyone, is named on the board."""

from __future__ import annotations

import sys

import pytest

from gonogo.commands import release
from gonogo.git.repository import Git
from gonogo.model.errors import Status
from gonogo.release import guards
from gonogo.release.contexts import today
from gonogo.release.planner import Request
from gonogo.release.runner import Silence
from gonogo.release.survey import survey


def hook(sample, when, code):
    sample.settings(f"""
        [tool.gonogo.hooks]
        {when} = [[{sys.executable!r}, "-c", {code!r}]]
        """)


def edits(board):
    (row,) = (row for row in board.rows if row.name == "edited meanwhile")
    return row.findings


def remarks(board):
    return [finding.what for finding in edits(board)]


def write(path, text="# edited\n"):
    return f"import pathlib; p = pathlib.Path({str(path)!r}); p.write_text(p.read_text() + {text!r})"


@pytest.mark.parametrize(
    ("path", "fix"),
    [
        ("src/demo/__init__.py", "commit it for the next release"),
        ("CHANGELOG.md", "git diff HEAD -- CHANGELOG.md; keep both"),
        ("changelog.d/1.feature.md", "correct that in CHANGELOG.md, and remove this file"),
    ],
    ids=["beside", "one that the release writes", "one that the release uses up"],
)
def test_a_file_of_the_user_is_kept_and_named(sample, path, fix):
    hook(sample, "before-land", write(sample.folder / path))
    board = sample.bump()
    assert board.exit_status is Status.GO, board.rows
    assert remarks(board) == [f"{path} is yours, and not in the release"]
    assert fix in edits(board)[0].fix
    assert (sample.folder / path).read_text().endswith("# edited\n")


def test_a_changelog_that_lost_the_section_of_the_last_release_stops_the_next_one(sample):
    before = (sample.folder / "CHANGELOG.md").read_text()
    sample.landed()
    sample.git("push", "-q", "--follow-tags")
    sample.commit("CHANGELOG.md", before + "\n[1.1.0]: https://example.org/v1.1.0\n")
    sample.commit("changelog.d/2.feature.md", "More.\n")
    with pytest.raises(guards.SectionLost) as refused:
        sample.bump()
    assert "git diff v1.1.0 -- CHANGELOG.md" in refused.value.hint
    sample.settings("""
        [tool.gonogo.waivers]
        changelog_has_section = "older sections are in another file"
        """)
    assert sample.bump().exit_status is Status.GO


@pytest.mark.parametrize("heading", ["1.1.0", "v1.1.0", "v1.1 (2026-02-01)", "[1.1.0] - 2026-02-01"])
def test_a_lost_section_is_found_however_its_heading_spells_the_version(sample, heading):
    before = (sample.folder / "CHANGELOG.md").read_text()
    sample.commit("CHANGELOG.md", before.replace("## 1.0.0", f"## {heading}\n\n- More.\n\n## 1.0.0"))
    sample.git("tag", "v1.1.0")
    guards.section_is_kept(Git(sample.folder), survey(sample.folder))
    sample.commit("CHANGELOG.md", before + "\n[1.1.0]: https://example.org/v1.1.0\n")
    with pytest.raises(guards.SectionLost):
        guards.section_is_kept(Git(sample.folder), survey(sample.folder))


def test_what_a_hook_edits_in_the_clone_after_the_commit_is_named(sample):
    hook(sample, "before-land", write("src/demo/__init__.py"))
    assert remarks(sample.bump()) == ["src/demo/__init__.py was edited in the temporary clone by a hook, and is lost"]


@pytest.mark.usefixtures("nothing_installed")
def test_a_whole_release_names_it_too_and_goes_on(sample):
    sample.settings('[tool.gonogo]\npublish = "nowhere"')
    hook(sample, "after-judge", write(sample.folder / "README.md"))
    board = release.release(sample.folder, Request(part="minor"), today(), Silence(), lambda _: True)
    assert board.exit_status is Status.GO, board.rows
    assert remarks(board) == ["README.md is yours, and not in the release"]
    assert sample.remote_git("tag") == "v1.1.0"


def test_what_was_uncommitted_before_and_a_quiet_release_are_not_named(sample):
    sample.write("notes.txt", "own\n")
    assert not [row for row in sample.bump().rows if row.name == "edited meanwhile"]
