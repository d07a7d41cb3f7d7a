"""Programs end: by themselves, or at their time limit, and what they leave is one sentence."""

from __future__ import annotations

import os
import sys
import time

import pytest

from gonogo.model.errors import Status
from gonogo.system import process
from gonogo.system.environment import environment


def test_h27_a_program_that_hangs_is_stopped_at_its_limit(tmp_path):
    started = time.monotonic()
    with pytest.raises(process.CommandTimedOut) as caught:
        process.run([sys.executable, "-c", "import time; time.sleep(60)"], tmp_path, seconds=0.5)
    assert time.monotonic() - started < 20
    assert caught.value.status is Status.UNKNOWN


def test_a_program_that_is_not_there_is_named(tmp_path):
    with pytest.raises(process.ProgramMissing, match="no-such-program"):
        process.run(["/no/no-such-program"], tmp_path)
    with pytest.raises(process.ProgramMissing, match="no-such-program"):
        process.find("no-such-program")


def test_output_that_is_no_text_is_no_trouble(tmp_path):
    done = process.run([sys.executable, "-c", "import sys; sys.stdout.buffer.write(b'\\xff\\x00x')"], tmp_path)
    assert done.stdout.endswith("x")


def test_h54_a_program_in_the_project_is_not_found(tmp_path, monkeypatch):
    (tmp_path / "git").write_text("#!/bin/sh\n")
    (tmp_path / "git").chmod(0o755)
    monkeypatch.setenv("PATH", os.pathsep.join([".", "", os.environ["PATH"]]))
    monkeypatch.chdir(tmp_path)
    assert not process.find("git").startswith((".", str(tmp_path)))


def test_a_program_that_prints_without_end_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(process, "OUTPUT_LIMIT", 1_000_000)
    started = time.monotonic()
    with pytest.raises(process.PrintsTooMuch):
        process.run([sys.executable, "-c", "while True: print('x' * 1000)"], tmp_path)
    assert time.monotonic() - started < 20


def test_of_a_line_of_300_mb_its_beginning_is_kept_and_the_rest_is_read_and_dropped(tmp_path):
    code = "import sys\nprint('first')\nfor _ in range(300): sys.stdout.write('x' * 10**6)\nprint()\nprint('last')"
    started = time.monotonic()
    heard = []
    done = process.stream([sys.executable, "-c", code], tmp_path, env=environment(), hear=heard.append)
    assert [len(line) for line in heard] == [5, process.LINE_LIMIT, 4]
    assert done.stdout.splitlines()[-1] == "last"
    assert time.monotonic() - started < 60


def test_a_text_is_read_by_the_program_while_it_prints_more_than_a_pipe_holds(tmp_path):
    code = "import sys\nsys.stdout.write('y' * 10**6); sys.stdout.flush()\nsys.stdout.write(sys.stdin.read())"
    done = process.run([sys.executable, "-c", code], tmp_path, text="z" * 10**6)
    assert (len(done.stdout), done.stdout[-1]) == (2 * 10**6, "z")


def test_line_ends_of_other_systems_are_read_as_line_ends(tmp_path):
    done = process.run([sys.executable, "-c", r"import sys; sys.stdout.buffer.write(b'a\r\nb\rc')"], tmp_path)
    assert done.stdout == "a\nb\nc"


def test_the_tail_of_a_long_line_is_found_at_once():
    assert process.Completed(("x",), 1, "", " " * 10 + "x" * 10**7).tail == "x" * process.TAIL_LIMIT
