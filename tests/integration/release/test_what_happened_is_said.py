"""The kind: the board of a command says what has happened, of a killed run too, and nothing that has not."""

from __future__ import annotations

import pytest
from places import declared

from gonogo.commands import bump, release
from gonogo.git import intent
from gonogo.git.repository import Git
from gonogo.model.errors import GonogoError, Status
from gonogo.release.contexts import today
from gonogo.release.planner import Request
from gonogo.release.runner import Silence


@pytest.mark.usefixtures("nothing_installed")
def test_no_row_of_a_release_without_a_remote_reads_as_pushed(sample):
    sample.settings('[tool.gonogo]\npublish = "nowhere"')
    sample.git("remote", "remove", "origin")
    board = release.release(sample.folder, Request(part="minor"), today(), Silence(), lambda _: True)
    assert board.exit_status is Status.GO, board.rows
    notes = {row.name: row.note for row in board.rows}
    assert "no remote" in notes["push"]
    assert "temporary-remote" in notes["push, rehearsed"]
    assert "git remote add origin" in board.next_command


@pytest.mark.parametrize("command", [bump.push, bump.resume])
def test_a_killed_landing_that_another_command_finishes_is_on_its_board(sample, tmp_path, command):
    declared(sample, None, tmp_path)
    board = command(sample.folder, Silence())
    assert board.exit_status is Status.GO, board.rows
    assert "finished the landing of v1.1.0 that was killed" in {row.note for row in board.rows}


def test_it_is_said_too_by_a_command_that_then_ends_with_an_error(sample, tmp_path):
    declared(sample, None, tmp_path)
    sample.git("remote", "remove", "origin")
    with pytest.raises(GonogoError) as caught:
        bump.push(sample.folder, Silence())
    assert caught.value.details == ("finished the landing of v1.1.0 that was killed",)


def test_so_is_an_undo_that_was_killed(sample):
    sample.landed()
    git = Git(sample.folder)
    (found,) = intent.find(git)
    intent.declare_undo(git, found)
    with pytest.raises(GonogoError) as caught:
        bump.push(sample.folder, Silence())
    assert caught.value.details == ("finished taking v1.1.0 back",)
