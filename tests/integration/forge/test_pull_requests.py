"""`release --pr` opens one pull request where there is a token, updates it when typed again, else names the page."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gonogo.commands import pull_request
from gonogo.model.errors import Status
from gonogo.release.contexts import today
from gonogo.release.planner import Request
from gonogo.release.runner import Silence


def ask(sample):
    return pull_request.release(sample.folder, Request(part="minor"), today(), Silence(), lambda _: True)


def note(board):
    return {row.name: row.note for row in board.rows}["pull request"]


@pytest.mark.usefixtures("nothing_installed")
def test_it_is_opened_once_with_the_board_and_updated_when_typed_again(hosted, forge):
    board = ask(hosted)
    assert board.exit_status is Status.GO, board.rows
    (pull,) = forge.state.pulls
    assert (pull["head"]["ref"], pull["base"]["ref"]) == ("release/1.1.0", "main")
    assert pull["title"] == hosted.remote_git("log", "-1", "--format=%s", "release/1.1.0")
    assert "| tests" in pull["body"]
    assert str(hosted.folder) not in pull["body"]
    assert note(board) == f"opened {pull['html_url']}"
    pull["body"] = "old"
    hosted.commit("src/demo/more.py", "MORE = 1\n")
    hosted.git("push", "-q")
    assert note(ask(hosted)) == f"updated {pull['html_url']}"
    assert len(forge.state.pulls) == 1
    assert "| tests" in pull["body"]
    assert hosted.remote_git("rev-parse", "release/1.1.0^") == hosted.git("rev-parse", "HEAD")


@pytest.mark.usefixtures("nothing_installed")
def test_without_a_token_the_page_to_open_is_named(hosted, forge, monkeypatch):
    monkeypatch.delenv("GITHUB_TOKEN")
    monkeypatch.setenv("PATH", without_gh())
    board = ask(hosted)
    assert board.exit_status is Status.GO, board.rows
    assert "http://localhost/someone/demo/compare/main...release/1.1.0?expand=1" in note(board)
    assert forge.state.pulls == []


@pytest.mark.usefixtures("nothing_installed")
def test_a_refusal_is_no_go_and_names_the_page(hosted, forge, double):
    forge.state.faults += [double.Fault("POST", "/pulls", 403)]
    board = ask(hosted)
    assert board.exit_status is Status.NO_GO
    finding = board.rows[-1].findings[-1]
    assert finding.code == "not-proposed"
    assert "/compare/main...release/1.1.0" in finding.fix
    assert hosted.remote_git("log", "-1", "--format=%s", "release/1.1.0")


def without_gh():
    return os.pathsep.join(one for one in os.environ["PATH"].split(os.pathsep) if not (Path(one) / "gh").exists())
