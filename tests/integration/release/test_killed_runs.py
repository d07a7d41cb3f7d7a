"""What looks and does not finish a killed run says that there is one, and what finishes it.

The kind: a killed run that is finished by the next command says so; no state is wrong in silence.
"""

from __future__ import annotations

import os
import shutil

import pytest
from places import Location, declared, land_date

from gonogo.commands import bump, doctor, rehearse, status
from gonogo.git import intent
from gonogo.git.repository import Git
from gonogo.model.errors import Status
from gonogo.release import recovery
from gonogo.release.planner import Request
from gonogo.release.runner import Silence
from gonogo.release.steps import land

RESUME = "finish it first: invoke resume"


@pytest.fixture
def here(sample):
    """The place where the sample is."""
    return Location(sample.folder)


@pytest.fixture
def killed(sample, here, tmp_path):
    """The sample as a run leaves it that was killed once its release was declared."""
    declared(sample, here, tmp_path)
    return sample


def left(board) -> list[tuple[str, str]]:
    return [(one.what, one.fix) for row in board.rows if row.name == "left behind" for one in row.findings]


def met(act) -> recovery.KilledRun:
    with pytest.raises(recovery.KilledRun) as caught:
        act()
    return caught.value


def rehearsed(sample):
    return rehearse.rehearse(sample.folder, Request(part="minor"), land_date(), Silence())


def moved(sample) -> None:
    """Move branch and tag, and leave the work tree, as a kill between the two does."""
    found = land.declared(Git(sample.folder), "v1.1.0")
    created = [f"create {ref} {oid}" for ref, oid in found.tag_refs.items()]
    lines = [f"update {found.branch_ref} {found.commit}", *created]
    intent.transact(Git(sample.folder), lines)


@pytest.mark.parametrize("moves", [False, True])
def test_a_landing_that_was_killed_is_named_by_what_only_looks(killed, moves):
    if moves:
        moved(killed)
    before = killed.snapshot()
    for board in (status.board(killed.folder), doctor.board(killed.folder)):
        assert left(board) == [("the landing of v1.1.0 on main had begun", "invoke resume")]
    error = met(lambda: rehearsed(killed))
    assert (error.hint, error.status) == (RESUME, Status.CONFLICT)
    assert killed.snapshot() == before

    assert bump.resume(killed.folder, Silence()).exit_status in (Status.GO, Status.NO_GO)
    assert left(status.board(killed.folder)) == left(doctor.board(killed.folder)) == []


def test_files_that_disagree_after_a_kill_are_no_fault_of_the_project(sample, tmp_path, here):
    """Sister: the kill came while the work tree followed, so that two locations of the version differ."""
    sample.commit("src/demo/__init__.py", '__version__ = "1.0.0"\n')
    sample.settings("""
        [[tool.gonogo.places]]
        path = "src/demo/__init__.py"
        search = '__version__ = "{version}"'
        """)
    declared(sample, here, tmp_path)
    moved(sample)
    text = sample.git("show", "main:pyproject.toml")
    (sample.folder / "pyproject.toml").write_text(text + "\n")
    for act in (status.board, doctor.board):
        error = met(lambda act=act: act(sample.folder))
        assert error.hint == RESUME
        assert "says 1.0.0" in error.details[0]
    assert met(lambda: rehearsed(sample)).hint == RESUME
    bump.resume(sample.folder, Silence())
    assert sample.git("status", "--porcelain") == ""
    assert left(status.board(sample.folder)) == []


def test_a_commit_without_a_tag_that_was_killed_is_named(sample, tmp_path):
    """Sister: the next development version, whose commit had been declared."""
    other = tmp_path / "other"
    shutil.copytree(sample.folder, other)
    Git(other)("commit", "--quiet", "--allow-empty", "-m", "1.1.0.dev0")
    intent.declare_commit(Git(sample.folder), other, "main", "v1.1.0.dev0")
    assert left(status.board(sample.folder)) == [("the commit of v1.1.0.dev0 had begun", "invoke resume")]
    bump.resume(sample.folder, Silence())
    assert left(status.board(sample.folder)) == []


def test_a_taking_back_that_was_killed_is_named(sample):
    sample.landed()
    found = land.declared(Git(sample.folder), "v1.1.0")
    intent.declare_undo(Git(sample.folder), found)
    assert left(status.board(sample.folder)) == [("v1.1.0 was being taken back", "invoke undo")]
    assert met(lambda: rehearsed(sample)).hint == "finish it first: invoke undo"


def test_the_lock_of_the_index_that_was_left_is_named(sample):
    folder = sample.folder / ".git/gonogo"
    folder.mkdir(exist_ok=True)
    (folder / "index.ours").write_text("word")
    os.link(folder / "index.ours", sample.folder / ".git/index.lock")
    [(what, fix)] = left(status.board(sample.folder))
    assert (".git/index.lock" in what, fix) == (True, "invoke resume")
    bump.resume(sample.folder, Silence())
    assert not (sample.folder / ".git/index.lock").exists()


def test_a_release_that_has_landed_whole_is_nothing_that_was_left(sample):
    sample.landed()
    assert left(status.board(sample.folder)) == left(doctor.board(sample.folder)) == []
    recovery.require_finished(Git(sample.folder))
