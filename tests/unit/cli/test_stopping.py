"""A signal ends a command at once: its processes are ended, its temporary folder is removed, and it prints a board."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SLEEPER = "import sys, time; open(sys.argv[1], 'w').close(); time.sleep(60)"
NAPPER = SLEEPER.replace("60", "0.3")
"""Ends by itself, soon after the signal."""

COMMAND = """
import signal, sys, tempfile
from pathlib import Path
from gonogo.cli import report
from gonogo.system import process
from gonogo.system import activity

signal.signal(signal.SIGINT, signal.default_int_handler)
if "nohup" in sys.argv:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)

def act():
    if "changing" in sys.argv:
        activity.record("a ref", Path("/elsewhere"))
    activity.record("a file of the run", Path(tempfile.gettempdir()).resolve() / "x")
    process.run([sys.executable, "-c", sys.argv[2], sys.argv[1]], Path.cwd(), seconds=60)

report.board_of("act", act, as_json="--json" in sys.argv)
"""


def stopped(folder: Path, number: signal.Signals, *words: str) -> tuple[subprocess.Popen[str], str]:
    """Send a signal to a command whose program has begun; return the command and what it printed."""
    begun = folder / "begun"
    child = subprocess.Popen(
        [sys.executable, "-c", COMMAND, str(begun), NAPPER if "nohup" in words else SLEEPER, *words],
        env={"TMPDIR": str(folder / "tmp"), "PATH": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    while not begun.exists():
        assert child.poll() is None
        time.sleep(0.02)
    child.send_signal(number)
    said, _ = child.communicate(timeout=30)
    return child, said


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "tmp").mkdir()
    return tmp_path


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda one: one.name)
def test_a_signal_ends_what_runs_and_says_what_to_type_next(folder, number):
    child, said = stopped(folder, number)
    assert child.returncode == 3
    assert f"stopped by {number.name}; nothing was changed" in said
    assert said.splitlines()[-1].startswith("UNKNOWN  next: ")
    assert list((folder / "tmp").iterdir()) == []


def test_the_last_words_are_json_where_json_was_asked_for(folder):
    _, said = stopped(folder, signal.SIGTERM, "--json")
    board = json.loads(said)
    assert (board["verdict"], board["exit_status"]) == ("UNKNOWN", 3)
    assert board["rows"][0]["findings"][0]["code"] == "interrupted"


def test_what_was_changed_before_is_not_denied(folder):
    _, said = stopped(folder, signal.SIGINT, "changing")
    assert "stopped by SIGINT; what was done so far stays" in said


def test_a_signal_that_was_ignored_stays_ignored(folder):
    child, said = stopped(folder, signal.SIGHUP, "nohup")
    assert child.returncode == 0
    assert "stopped by" not in said
