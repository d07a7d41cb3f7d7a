"""What the user does to a landed release with git itself: it is seen, reported, and never done over again."""

from __future__ import annotations

import pytest

from gonogo.commands import bump, status, undo
from gonogo.model.errors import Status
from gonogo.release.runner import Silence


def state(sample):
    board = status.board(sample.folder)
    return board.rows[-1].note.partition(";")[0], board.next_command


def test_a_release_commit_that_was_reset_away_is_a_conflict_and_never_pushed(sample):
    before = sample.remote_git("for-each-ref")
    sample.landed()
    sample.git("reset", "-q", "--hard", "HEAD~1")
    assert state(sample) == ("conflict", "invoke undo")
    assert bump.push(sample.folder, Silence()).exit_status is Status.CONFLICT
    assert bump.resume(sample.folder, Silence()).exit_status is Status.CONFLICT
    assert sample.remote_git("for-each-ref") == before
    assert undo.undo(sample.folder, remote=False).exit_status is Status.GO
    assert sample.git("tag") == ""
    assert sample.git("status", "--porcelain") == ""
    assert sample.bump().exit_status is Status.GO


@pytest.mark.parametrize("words", [("reset", "-q", "--hard", "HEAD~1"), ("reset", "-q", "HEAD~1")])
def test_a_release_that_was_taken_back_by_hand_is_forgotten(sample, words):
    sample.landed()
    sample.git("tag", "-d", "v1.1.0")
    sample.git(*words)
    sample.git("checkout", "-q", "--", ".")
    assert state(sample) == ("nothing open", "invoke bump --part minor")
    assert "forgotten" in undo.undo(sample.folder, remote=False).rows[0].note
    assert sample.git("for-each-ref", "refs/gonogo") == ""
    assert sample.git("tag") == ""


def test_the_next_bump_after_a_release_was_taken_back_by_hand_is_as_if_it_had_never_been(sample):
    sample.landed()
    sample.git("tag", "-d", "v1.1.0")
    sample.git("reset", "-q", "--hard", "HEAD~1")
    board = sample.bump("major")
    assert board.exit_status is Status.GO
    assert sample.git("tag") == "v2.0.0"


def test_undo_under_later_commits_takes_the_tag_back_and_names_the_revert(sample):
    sample.landed()
    commit = sample.git("rev-parse", "--short=12", "HEAD")
    sample.commit("more.txt", "more\n")
    board = undo.undo(sample.folder, remote=False)
    assert f"git revert {commit}" in board.rows[-1].note
    assert sample.git("for-each-ref", "refs/tags", "refs/gonogo") == ""
    sample.git("revert", "--no-edit", commit)
    assert (sample.folder / "changelog.d/1.feature.md").is_file()
    assert sample.bump().exit_status is Status.GO
    assert sample.git("tag") == "v1.1.0"


def test_a_file_that_was_edited_since_is_kept_whole_by_undo_and_named(sample):
    sample.landed()
    edited = (sample.folder / "pyproject.toml").read_text() + "# mine\n"
    sample.write("pyproject.toml", edited)
    board = undo.undo(sample.folder, remote=False)
    assert (sample.folder / "pyproject.toml").read_text() == edited
    assert "what the release wrote included: pyproject.toml" in board.rows[-1].note


def test_an_open_release_is_known_though_the_settings_of_its_tag_have_changed(sample):
    sample.landed()
    text = (sample.folder / "pyproject.toml").read_text()
    sample.write("pyproject.toml", text + '\n[tool.gonogo]\ntag = "rel-{version}"\n')
    assert state(sample) == ("landed", "invoke push")
    assert bump.push(sample.folder, Silence()).title == "push demo-sample 1.1.0"
    assert sample.remote_git("rev-parse", "v1.1.0") == sample.git("rev-parse", "v1.1.0")
