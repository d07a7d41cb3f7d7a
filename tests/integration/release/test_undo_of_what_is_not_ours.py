"""`invoke undo` takes back what gonogo made, and never a commit of the user's that merely carries a version tag."""

from __future__ import annotations

import pytest

from gonogo.commands import bump, status, undo
from gonogo.model.errors import Status
from gonogo.release.runner import Silence


@pytest.mark.parametrize(
    "words", [("tag", "v1.0.0"), ("tag", "-a", "-m", "the first", "v1.0.0")], ids=["light", "annotated"]
)
def test_a_tag_made_by_hand_and_its_commit_are_left_alone(sample, words):
    sample.commit("src/demo/feature.py", "x = 1\n", "A feature")
    sample.git(*words)
    before = sample.snapshot()
    with pytest.raises(undo.NotMadeHere) as refused:
        undo.undo(sample.folder, remote=False)
    assert "git tag --delete v1.0.0" in refused.value.hint
    assert sample.snapshot() == before


def test_an_old_tag_made_by_hand_is_no_release_to_take_back(sample):
    sample.git("tag", "v1.0.0")
    sample.commit("src/demo/feature.py", "x = 1\n", "A feature")
    with pytest.raises(undo.NothingOfOurs):
        undo.undo(sample.folder, remote=False)


def test_a_tag_made_by_hand_and_pushed_is_not_taken_back_from_the_remote(sample):
    sample.settings('[tool.gonogo]\npublish = "nowhere"\n')
    sample.git("tag", "v1.0.0")
    sample.git("push", "-q", "origin", "v1.0.0")
    before = sample.snapshot()
    with pytest.raises(undo.NothingOfOurs) as refused:
        undo.undo(sample.folder, remote=True)
    assert "--delete" not in refused.value.hint
    assert sample.snapshot() == before


@pytest.mark.parametrize("tag", ["v1.1.0", "v0.9.0"])
def test_a_tag_made_by_hand_on_another_version_is_not_pushed(sample, tag):
    sample.git("tag", tag)
    before = sample.snapshot()
    board = status.board(sample.folder)
    if tag == "v0.9.0":  # the version of the files has its section, and no tag yet
        assert board.rows[-1].note == "untagged"
    else:
        assert board.exit_status is Status.CONFLICT
        assert f"git tag --delete {tag}" in str(board.rows)
        assert board.next_command == f"git tag --delete {tag}"
    assert bump.push(sample.folder, Silence()).exit_status is Status.CONFLICT
    assert sample.snapshot() == before


def test_a_tag_made_by_hand_on_its_version_is_pushed(sample):
    sample.git("tag", "-a", "-m", "the first", "v1.0.0")
    assert bump.push(sample.folder, Silence()).exit_status is Status.GO
    assert sample.remote_git("rev-parse", "v1.0.0") == sample.git("rev-parse", "v1.0.0")


def test_a_release_without_a_remote_is_taken_back_although_it_was_whole(sample):
    sample.git("remote", "remove", "origin")
    before = sample.git("rev-parse", "HEAD")
    sample.landed()
    undo.undo(sample.folder, remote=False)
    assert sample.git("rev-parse", "HEAD") == before
    assert sample.git("tag") == ""
