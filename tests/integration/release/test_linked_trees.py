"""Work trees that share a repository: a release is carried on and taken back from any of them."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from gonogo.commands import bump, undo
from gonogo.git import intent
from gonogo.git.repository import Git
from gonogo.model.errors import Status
from gonogo.release import planner
from gonogo.release.contexts import today
from gonogo.release.runner import Silence
from gonogo.release.steps import land


@pytest.fixture
def linked(sample):
    """A second work tree with the release branch; the first one is on another branch."""
    sample.git("switch", "-q", "-c", "other")
    folder = sample.folder.parent / "linked"
    sample.git("worktree", "add", "-q", str(folder), "main")
    return replace(sample, folder=folder)


def test_undo_in_one_work_tree_brings_the_files_of_the_other_along(sample, linked):
    before = linked.snapshot()
    linked.bump()
    assert undo.undo(sample.folder, remote=False).exit_status is Status.GO
    assert linked.git("status", "--porcelain") == ""
    after = linked.snapshot()
    assert after == before


def test_a_killed_landing_is_finished_from_another_work_tree(sample, linked):
    copied = sample.folder.parent / "copied"
    shutil.copytree(sample.folder, copied)
    shutil.rmtree(copied / ".git/worktrees")
    for words in (("remote", "remove", "origin"), ("switch", "-q", "main")):
        Git(copied)(*words)
    bump.bump(copied, planner.Request(part="minor"), today(), Silence())
    intent.declare(Git(sample.folder), copied, "main", "v1.1.0")
    found = land.declared(Git(sample.folder), "v1.1.0")
    assert found
    intent.transact(Git(sample.folder), [f"update {found.branch_ref} {found.commit}"])
    assert bump.resume(sample.folder, Silence()).exit_status is Status.GO
    assert linked.git("status", "--porcelain") == ""
    assert sample.remote_git("rev-parse", "v1.1.0") == found.tags["v1.1.0"]


def test_a_linked_work_tree_whose_folder_is_gone_is_passed_over(sample, linked):
    linked.bump()
    shutil.rmtree(linked.folder)
    assert undo.undo(sample.folder, remote=False).exit_status is Status.GO
    assert sample.git("tag") == ""
