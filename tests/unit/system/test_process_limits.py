"""Programs end: by themselves, or at their time limit, and what they leave is one sentence."""

from __future__ import annotations

import os
import sys
import time

import pytest

from gonogo.model.errors import Status
from gonogo.system import process


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
