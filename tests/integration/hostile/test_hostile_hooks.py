"""H26, H27, H29 and H30: locks, hooks of git, two runs at once, and remotes that refuse."""

from __future__ import annotations

import subprocess

import pytest

from gonogo.cli import board as board_text
from gonogo.cli import report
from gonogo.commands import bump
from gonogo.model.errors import Status
from gonogo.release.runner import Silence

NOWHERE = '[tool.gonogo]\npublish = "nowhere"\n'


def landed(sample):
    """Land a release that is published nowhere."""
    sample.once("nowhere", lambda: sample.settings(NOWHERE))
    sample.landed()


def hook(folder, name, script):
    path = folder / "hooks" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


@pytest.mark.parametrize("name", ["pre-commit", "commit-msg", "prepare-commit-msg"])
def test_h27_a_hook_that_fails_is_quoted_and_nothing_changed(sample, refused, name):
    hook(sample.folder / ".git", name, f"echo {name} says no >&2; exit 1")
    refused(f"{name} says no", part="minor")


def test_h27_what_a_hook_rewrites_and_adds_is_in_the_release(sample):
    hook(sample.folder / ".git", "pre-commit", "echo '# formatted' >> pyproject.toml; git add pyproject.toml")
    assert sample.bump().exit_status is Status.GO
    assert sample.git("show", "v1.1.0:pyproject.toml").endswith("# formatted")
    assert sample.git("status", "--porcelain") == ""


def test_h27_a_hook_that_takes_the_version_back_is_found_out(sample, refused):
    hook(sample.folder / ".git", "pre-commit", "git checkout -q HEAD -- pyproject.toml")
    refused("1.0.0", part="minor")


def test_h27_a_message_that_a_hook_edits_is_the_message(sample):
    hook(sample.folder / ".git", "commit-msg", 'echo "Signed-off-by: hook" >> "$1"')
    assert sample.bump().exit_status is Status.GO
    assert "Signed-off-by: hook" in sample.git("show", "-s", "--format=%B", "HEAD")


def test_h27_a_pre_push_hook_that_fails_leaves_the_release_landed_and_nothing_there(sample):
    landed(sample)
    hook(sample.folder / ".git", "pre-push", "echo pre-push says no >&2; exit 1")
    before = sample.remote_git("for-each-ref")
    board = report.board_of("push", lambda: bump.push(sample.folder, Silence()))
    assert board.exit_status is Status.NO_GO
    assert "pre-push says no" in board_text.to_text(board)
    assert sample.remote_git("for-each-ref") == before


REFUSING = {
    "H30 tag protected": 'case "$1" in refs/tags/*) echo protected >&2; exit 1;; esac',
    "H30 branch protected": 'case "$1" in refs/heads/*) echo protected >&2; exit 1;; esac',
}


@pytest.mark.parametrize("name", REFUSING)
def test_h30_a_remote_that_refuses_one_of_both_has_neither(sample, name):
    landed(sample)
    hook(sample.remote, "update", REFUSING[name])
    before = sample.remote_git("for-each-ref")
    assert bump.push(sample.folder, Silence()).exit_status is Status.NO_GO
    assert sample.remote_git("for-each-ref") == before


def test_h30_a_remote_that_moved_on_is_reported_and_not_overwritten(sample, tmp_path):
    landed(sample)
    subprocess.run(["git", "clone", "-q", str(sample.remote), str(tmp_path / "other")], check=True)
    for words in (["commit", "-q", "--allow-empty", "-m", "theirs"], ["push", "-q"]):
        subprocess.run(["git", *words], cwd=tmp_path / "other", check=True)
    before = sample.remote_git("for-each-ref")
    board = bump.push(sample.folder, Silence())
    assert board.exit_status is Status.CONFLICT
    assert "moved on" in str(board.rows)
    assert sample.remote_git("for-each-ref") == before


@pytest.mark.parametrize("name", ["index.lock", "refs/heads/main.lock"])
def test_h26_a_lock_that_is_not_ours_is_named_and_stays(sample, refused, name):
    (sample.folder / ".git" / name).write_text("theirs")
    refusal = refused(part="minor")
    assert name.rpartition("/")[2] in refusal.text
    assert (sample.folder / ".git" / name).read_text() == "theirs"
