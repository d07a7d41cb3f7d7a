"""The console script begins safely: whatever files are called, whoever reads it, whenever it is stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

GONOGO = str(Path(sys.executable).with_name("gonogo"))


def typed(sample, *words: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run the console script in a project."""
    given = {**os.environ, **(env or {})}
    return subprocess.run([GONOGO, *words], cwd=sample.folder, env=given, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("module", ["json", "typing", "re", "signal", "invoke"])
def test_no_module_of_the_project_stands_in_for_another(sample, module):
    (sample.folder / f"{module}.py").write_text("raise RuntimeError('of the project')\n")
    done = typed(sample, "status", env={"PYTHONPATH": "."})
    assert done.returncode == 0, done.stdout + done.stderr
    assert "RuntimeError" not in done.stdout + done.stderr


@pytest.mark.parametrize("words", [["--help"], ["bump", "--help"], ["--list"], ["status"]])
def test_a_reader_that_goes_away_causes_no_traceback(sample, words):
    reading, writing = os.pipe()
    os.close(reading)
    child = subprocess.Popen([GONOGO, *words], cwd=sample.folder, stdout=writing, stderr=subprocess.PIPE, text=True)
    os.close(writing)
    assert "Traceback" not in child.communicate(timeout=60)[1]


def test_an_interrupt_while_the_command_is_read_ends_in_one_line(sample):
    code = "import time; from gonogo.cli import start, program; program.main = lambda: time.sleep(60); start.main()"
    child = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True, cwd=sample.folder)
    time.sleep(3)
    child.send_signal(signal.SIGINT)
    _, told = child.communicate(timeout=30)
    assert (child.returncode, told) == (3, "stopped; nothing was changed\n")


ODD = {
    "two versions in a tag": '[tool.gonogo]\ntag = "v{version}-{version}"\n',
    "a bidi character in a tag": '[tool.gonogo]\ntag = "v{version}\u202e"\n',
    "an escape in a message": '[tool.gonogo]\nmessage = "Release {version} \\u001b[31m"\n',
    "a bidi character in a name": '[tool.gonogo]\nname = "de\u202emo"\n',
}


@pytest.mark.parametrize("odd", ODD)
def test_what_cannot_be_read_back_or_hides_characters_is_refused(sample, odd):
    sample.settings(ODD[odd])
    before = sample.git("for-each-ref")
    done = typed(sample, "bump", "--part", "minor")
    assert done.returncode == 2
    assert "Traceback" not in done.stdout + done.stderr
    assert (done.stdout + done.stderr).replace("\n", "").isprintable()
    assert sample.git("for-each-ref") == before


@pytest.mark.parametrize("name", ["HEAD", "re\u202elease"])
def test_a_branch_with_a_misleading_name_is_refused(sample, name):
    sample.git("update-ref", f"refs/heads/{name}", "HEAD")
    sample.git("symbolic-ref", "HEAD", f"refs/heads/{name}")
    done = typed(sample, "bump", "--part", "minor")
    assert done.returncode == 2
    assert "odd-branch" in done.stdout
    assert typed(sample, "status").returncode == 0


def test_a_repository_without_a_commit_is_said_to_have_none(sample):
    sample.git("checkout", "-q", "--orphan", "fresh")
    done = typed(sample, "status")
    assert "branch fresh has no commit yet" in done.stdout
    assert done.stdout.splitlines()[-1] == "GO  next: git add --all && git commit"


def test_a_push_that_no_workflow_publishes_says_so_and_a_second_release_says_how_far_it_is(sample):
    assert typed(sample, "bump", "--part", "minor").returncode == 0
    done = typed(sample, "push")
    assert "write one with: invoke init" in done.stdout
    assert "nothing of this release has been built, tested or checked" in done.stdout
