"""The console script begins safely: whatever files are called, whoever reads it, whenever it is stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

GONOGO = str(Path(sys.executable).with_name("gonogo"))


def typed(
    sample, *words: str, env: dict[str, str] | None = None, program=(GONOGO,)
) -> subprocess.CompletedProcess[str]:
    """Run the console script in a project."""
    given = {**os.environ, **(env or {})}
    return subprocess.run([*program, *words], cwd=sample.folder, env=given, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("program", [(GONOGO,), (sys.executable, "-m", "gonogo")], ids=["gonogo", "python -m gonogo"])
def test_no_module_of_the_project_stands_in_for_another(sample, program):
    for module in ("json", "typing", "re", "signal", "invoke"):
        (sample.folder / f"{module}.py").write_text("raise RuntimeError('of the project')\n")
    done = typed(sample, "status", env={"PYTHONPATH": "."}, program=program)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "RuntimeError" not in done.stdout + done.stderr


@pytest.mark.parametrize("words", [["--help"], ["--list"], ["status"]])
def test_a_reader_that_goes_away_causes_no_traceback(sample, words):
    reading, writing = os.pipe()
    os.close(reading)
    child = subprocess.Popen([GONOGO, *words], cwd=sample.folder, stdout=writing, stderr=subprocess.PIPE, text=True)
    os.close(writing)
    assert "Traceback" not in child.communicate(timeout=60)[1]


def test_an_interrupt_while_the_command_is_read_ends_in_one_line(sample):
    code = (
        "import signal, time; from gonogo.cli import start, program;"
        "signal.signal(signal.SIGINT, signal.default_int_handler);"  # a shell's background jobs ignore it
        "program.main = lambda: (print('reading', flush=True), time.sleep(60)); start.main()"
    )
    piped = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    child = subprocess.Popen([sys.executable, "-c", code], cwd=sample.folder, **piped)
    assert child.stdout.readline() == "reading\n"
    child.send_signal(signal.SIGINT)
    _, printed = child.communicate(timeout=30)
    assert (child.returncode, printed) == (3, "stopped; nothing was changed\n")


ODD = {
    "two versions in a tag": '[tool.gonogo]\ntag = "v{version}-{version}"\n',
    "a bidi character in a tag": '[tool.gonogo]\ntag = "v{version}\u202e"\n',
    "an escape in a message": '[tool.gonogo]\nmessage = "Release {version} \\u001b[31m"\n',
    "a bidi character in a name": '[tool.gonogo]\nname = "de\u202emo"\n',
}


@pytest.mark.parametrize("odd", ODD)
def test_what_cannot_be_read_back_or_hides_characters_is_refused(sample, typed_here, odd):
    sample.settings(ODD[odd])
    before = sample.git("for-each-ref")
    status, printed = typed_here("bump", "--part", "minor")
    assert status == 2
    assert printed.replace("\n", "").isprintable()
    assert sample.git("for-each-ref") == before


@pytest.mark.parametrize("name", ["HEAD", "re\u202elease"])
def test_a_branch_with_a_misleading_name_is_refused(sample, typed_here, name):
    sample.git("update-ref", f"refs/heads/{name}", "HEAD")
    sample.git("symbolic-ref", "HEAD", f"refs/heads/{name}")
    status, printed = typed_here("bump", "--part", "minor")
    assert status == 2
    assert "odd-branch" in printed
    assert typed_here("status")[0] == 0


def test_a_repository_without_a_commit_is_said_to_have_none(sample, typed_here):
    sample.git("checkout", "-q", "--orphan", "fresh")
    _, printed = typed_here("status")
    assert "branch fresh has no commit yet" in printed
    assert printed.splitlines()[-1] == "GO  next: git add --all && git commit"


def test_a_push_that_no_workflow_publishes_says_so_and_a_second_release_says_how_far_it_is(sample):
    assert typed(sample, "bump", "--part", "minor").returncode == 0
    done = typed(sample, "push")
    assert "write one with: invoke init" in done.stdout
    assert "nothing of this release has been built, tested or checked" in done.stdout
