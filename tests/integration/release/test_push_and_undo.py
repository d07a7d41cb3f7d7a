"""`invoke push`, `undo`, `resume`, `status`: the open release goes on, or is taken back."""

from __future__ import annotations

import os
import subprocess

import pytest
from places import pushed

from gonogo.commands import bump, status, undo
from gonogo.git import work_tree
from gonogo.model.errors import CouldNotTell, Status
from gonogo.release import closing
from gonogo.release.runner import Silence


def state(sample):
    board = status.board(sample.folder)
    return board.rows[-1].note.partition(";")[0], board.next_command


@pytest.fixture(autouse=True)
def _publishes_nowhere(sample):
    sample.once("nowhere", lambda: sample.settings('[tool.gonogo]\npublish = "nowhere"\n'))


def test_nothing_is_open_in_the_beginning(sample):
    assert state(sample)[0] == "nothing open"


def test_a_landed_release_names_push_as_the_next_command(sample):
    sample.landed()
    assert state(sample) == ("landed", "invoke push")


def test_push_brings_branch_and_tag_to_the_remote_and_closes_the_release(sample):
    sample.landed()
    board = bump.push(sample.folder, Silence())
    assert board.exit_status is Status.GO
    assert sample.remote_git("rev-parse", "main") == sample.git("rev-parse", "HEAD")
    assert sample.remote_git("rev-parse", "v1.1.0") == sample.git("rev-parse", "v1.1.0")
    assert sample.git("for-each-ref", "refs/gonogo/") == ""


def test_pushing_twice_equals_pushing_once(sample):
    pushed(sample)
    before = sample.snapshot()
    assert bump.resume(sample.folder, Silence()).exit_status is Status.GO
    assert sample.snapshot() == before


def test_a_rejected_push_leaves_nothing_there_and_the_release_landed(sample):
    sample.landed()
    hook = sample.remote / "hooks/update"
    hook.write_text('#!/bin/sh\ncase "$1" in refs/tags/*) echo protected >&2; exit 1;; esac\n')
    hook.chmod(0o755)
    before = sample.remote_git("for-each-ref")
    board = bump.push(sample.folder, Silence())
    assert board.exit_status is Status.NO_GO
    assert "protected" in str(board.rows)
    assert sample.remote_git("for-each-ref") == before
    assert state(sample) == ("landed", "invoke push")
    hook.unlink()
    assert bump.resume(sample.folder, Silence()).exit_status is Status.GO
    assert sample.remote_git("rev-parse", "v1.1.0") == sample.git("rev-parse", "v1.1.0")


def test_undo_of_a_landed_release_is_as_if_it_had_never_been(sample):
    before = sample.snapshot()
    sample.bump()
    assert undo.undo(sample.folder, remote=False).exit_status is Status.GO
    assert sample.snapshot() == before


def test_undo_brings_back_a_fragment_that_is_a_link_to_another(sample):
    sample.write("changelog.d/5.feature.md", "The same again.\n")
    (sample.folder / "changelog.d/7.feature.md").symlink_to("5.feature.md")
    sample.git("add", "-A")
    sample.git("commit", "-q", "-m", "One note under two numbers")
    before = sample.snapshot()
    sample.bump()
    assert not (sample.folder / "changelog.d/7.feature.md").is_symlink()
    assert undo.undo(sample.folder, remote=False).exit_status is Status.GO
    assert sample.snapshot() == before
    assert (sample.folder / "changelog.d/7.feature.md").readlink().name == "5.feature.md"


def test_undo_keeps_the_edits_that_the_user_made_since(sample):
    sample.landed()
    sample.write("README.md", "edited\n")
    sample.write("CHANGELOG.md", "edited too\n")
    board = undo.undo(sample.folder, remote=False)
    assert (sample.folder / "README.md").read_text() == "edited\n"
    assert (sample.folder / "CHANGELOG.md").read_text() == "edited too\n"
    assert "CHANGELOG.md" in board.rows[-1].note


def test_undo_of_a_pushed_release_wants_to_be_asked_for(sample):
    before = sample.snapshot()
    pushed(sample)
    with pytest.raises(undo.IsPushed):
        undo.undo(sample.folder, remote=False)
    undo.undo(sample.folder, remote=True)
    after = sample.snapshot()
    assert {key: value for key, value in after.items() if key != "refs"} == {
        key: value for key, value in before.items() if key != "refs"
    }
    assert sample.git("tag") == ""


def test_undo_never_deletes_a_remote_tag_that_is_not_ours(sample):
    pushed(sample)
    sample.remote_git("tag", "-f", "-a", "-m", "theirs", "v1.1.0", "main")
    theirs = sample.remote_git("rev-parse", "v1.1.0")
    with pytest.raises(undo.TagNotOurs):
        undo.undo(sample.folder, remote=True)
    assert sample.remote_git("rev-parse", "v1.1.0") == theirs


def test_nothing_open_cannot_be_undone_and_resumes_as_go(sample):
    with pytest.raises(bump.NothingOpen):
        undo.undo(sample.folder, remote=False)
    assert bump.resume(sample.folder, Silence()).exit_status is Status.GO


def test_undo_of_what_may_not_be_written_changes_nothing(sample, monkeypatch):
    sample.landed()
    before = sample.snapshot()
    monkeypatch.setattr(os, "access", lambda path, _: "changelog.d" not in str(path))
    with pytest.raises(work_tree.NotWritable):
        undo.undo(sample.folder, remote=False)
    assert sample.snapshot() == before


def push_by_hand(sample):
    """Land a release and push its tag alone, as `git push origin TAG` does."""
    sample.landed()
    sample.git("push", "-q", "origin", "v1.1.0")


def test_a_tag_that_was_pushed_by_hand_is_no_push_and_the_branch_follows_alone(sample):
    push_by_hand(sample)
    assert state(sample) == ("landed", "invoke push")
    with pytest.raises(closing.ReleaseOpen):
        sample.bump()
    assert bump.push(sample.folder, Silence()).exit_status is Status.GO
    assert sample.remote_git("rev-parse", "main") == sample.git("rev-parse", "HEAD")
    assert sample.git("for-each-ref", "refs/gonogo/") == ""


def commit_elsewhere(sample):
    """Let somebody else commit and push to the remote's branch."""
    theirs = sample.folder.parent / "theirs"
    subprocess.run(["git", "clone", "-q", str(sample.remote), str(theirs)], check=True)
    for words in (["commit", "-q", "--allow-empty", "-m", "theirs"], ["push", "-q", "origin", "main"]):
        subprocess.run(["git", *words], cwd=theirs, check=True)


def test_a_tag_that_was_pushed_by_hand_beside_a_branch_that_went_another_way_is_a_conflict(sample):
    push_by_hand(sample)
    before = sample.git("rev-parse", "HEAD~1")
    commit_elsewhere(sample)
    assert state(sample) == ("conflict", "invoke undo")
    assert bump.push(sample.folder, Silence()).exit_status is Status.CONFLICT
    assert undo.undo(sample.folder, remote=True).exit_status is Status.GO
    assert sample.remote_git("tag") == ""
    assert (sample.git("tag"), sample.git("rev-parse", "HEAD")) == ("", before)


def test_a_push_that_others_built_upon_before_it_was_seen_is_done(sample):
    sample.landed()
    sample.git("push", "-q", "--atomic", "origin", "main", "v1.1.0")
    commit_elsewhere(sample)
    refs = sample.git("for-each-ref", "refs/remotes")
    assert state(sample)[0] == "nothing open"
    assert sample.git("for-each-ref", "refs/remotes") == refs
    assert bump.push(sample.folder, Silence()).exit_status is Status.GO
    assert sample.git("for-each-ref", "refs/gonogo/") == ""


def test_undo_names_a_release_commit_that_is_on_the_remote_without_its_tag(sample):
    sample.landed()
    sample.git("push", "-q", "origin", "main")
    before = sample.snapshot()
    with pytest.raises(undo.CommitIsThere) as caught:
        undo.undo(sample.folder, remote=False)
    assert "but not the tag v1.1.0" in caught.value.sentence
    assert sample.snapshot() == before
    assert bump.push(sample.folder, Silence()).exit_status is Status.GO


def test_a_silent_remote_is_not_a_release_that_is_not_pushed(sample):
    sample.landed()
    before = sample.git("for-each-ref")
    sample.remote.rename(sample.remote.with_name("gone.git"))
    with pytest.raises(CouldNotTell) as caught:
        sample.bump()
    assert caught.value.status is Status.UNKNOWN
    assert "push of v1.1.0" in caught.value.sentence
    assert sample.git("for-each-ref") == before
