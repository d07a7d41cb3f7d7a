"""While a command runs: the stage, its clock and what it waits for, on a terminal and elsewhere."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from contextlib import suppress

import pytest

from gonogo.cli import progress
from gonogo.cli.progress import Progress
from gonogo.model.board import Row
from gonogo.model.verdict import Verdict
from gonogo.system.activity import waiting

SHOWN = """
import time
from gonogo.cli import progress, report
from gonogo.model.board import Board, Row
from gonogo.model.verdict import Verdict
from gonogo.system.activity import waiting

def act():
    progress.QUIET_SECONDS = 0.1
    shown = progress.Progress()
    shown.began("first"); shown.ended(Row("first", Verdict.GO))
    shown.began("second")
    with waiting("pypi to show 2 files", 1300):
        time.sleep(1.2)
        shown.heard("a line of a program")
        time.sleep(0.2)
    row = Row("second", Verdict.GO, 3.0)
    shown.ended(row)
    return Board("a board", (row,))

report.end(report.board_of("act", act), as_json=False)
"""


def on_a_terminal(code: str, **variables: str) -> str:
    """Return all that a program writes to a terminal."""
    ours, theirs = pty.openpty()
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "GITHUB_ACTIONS")}
    environment = {**kept, "TERM": "xterm-256color", "COLUMNS": "60", "LINES": "24", **variables}
    child = subprocess.Popen([sys.executable, "-c", code], stdin=theirs, stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    printed = b""
    with suppress(OSError):
        while piece := os.read(ours, 4096):
            printed += piece
    os.close(ours)
    assert child.wait() == 0
    return printed.decode()


def test_a_terminal_shows_ended_rows_the_stage_its_clock_and_what_it_waits_for_and_then_the_board_alone():
    printed = on_a_terminal(SHOWN)
    live, _, board = printed.rpartition("\x1b[?25h")
    assert "first" in live
    assert "1 s" in live
    assert "waiting for pypi to show 2 files, at most 1,300 s" in live
    assert "a line of a program" in live
    assert "a board" in board
    assert "waiting" not in board


def test_a_dumb_terminal_gets_plain_lines():
    printed = on_a_terminal(SHOWN, TERM="dumb")
    assert "second … · waiting for pypi to show 2 files, at most 1,300 s" in printed
    assert "\x1b[?25" not in printed


def test_in_actions_what_a_stage_prints_is_a_group(monkeypatch, capsys):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    shown = Progress()
    for name in ("tests", "check"):
        shown.began(name)
        shown.heard("a line")
        shown.heard("::error::of a test")
        shown.ended(Row(name, Verdict.GO))
    lines = capsys.readouterr().err.splitlines()
    assert [line for line in lines if line.startswith("::")] == [
        "::group::tests", "::endgroup::", "::group::check", "::endgroup::"
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["\x1b[31mred", "a\nb", "\u202egnp"])
def test_what_is_waited_for_and_a_name_are_one_safe_line(name):
    with waiting("it", 5):
        assert Progress().line(name, 0.0).isprintable()


def test_quick_stages_are_not_announced(monkeypatch, capsys):
    monkeypatch.setattr(progress, "QUIET_SECONDS", 5)
    shown = Progress()
    shown.began("quick")
    shown.ended(Row("quick", Verdict.GO))
    assert capsys.readouterr().err == ""
