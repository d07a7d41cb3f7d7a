"""`gonogo demo`: a whole release in front of the user's eyes, on a machine that is not set up for it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

MAIN = "from gonogo.cli.program import main; main()"
TYPED = [
    "cd ",
    "invoke news ",
    "git add ",
    "git commit ",
    "invoke bump --part minor",
    "invoke push",
    "nox -s release",
    "invoke status",
]
"""How the commands begin that are shown, in their order."""

HOSTILE = """\
[commit]
\tgpgSign = true
[tag]
\tgpgSign = true
[core]
\thooksPath = /nowhere
[init]
\tdefaultBranch = trunk
[user]
\tuseConfigOnly = true
"""


def demo(folder: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Type `gonogo demo` in a folder."""
    argv = [sys.executable, "-c", MAIN, "demo", *words]
    given = {**os.environ, **env}
    return subprocess.run(argv, cwd=folder, env=given, capture_output=True, text=True, timeout=300, check=False)


def test_a_project_is_made_and_released_where_git_has_no_identity_and_odd_settings(tmp_path):
    config = tmp_path / "gitconfig"
    config.write_text(HOSTILE)
    done = demo(tmp_path, "my demo", GIT_CONFIG_GLOBAL=str(config), GIT_DIR=str(tmp_path / "other"))
    assert done.returncode == 0, done.stdout + done.stderr
    shown = [line.removeprefix("$ ") for line in done.stderr.splitlines() if line.startswith("$ ")]
    assert [start for start, line in zip(TYPED, shown, strict=False) if line.startswith(start)] == TYPED
    assert done.stderr.rstrip().endswith("Hello, Ada! This is hello 1.1.0.")
    assert "advice.detachedHead" not in done.stderr
    root = tmp_path / "my demo" / "hello"
    assert done.stdout.rstrip().endswith(f"cd '{root}'")
    for command in ("invoke status", "invoke news --type bugfix --text x", "git log --decorate --oneline"):
        program, *words = command.split()
        assert command.split(" --t")[0] in done.stdout or program == "invoke"
        argv = [sys.executable, "-m", program] if program == "invoke" else [program]
        ended = subprocess.run([*argv, *words], cwd=root, capture_output=True, text=True, check=False)
        assert ended.returncode == 0, ended.stdout + ended.stderr
    again = demo(tmp_path, "my demo")
    assert again.returncode == 2
    assert "is not empty; nothing was changed" in again.stdout


def test_a_file_of_that_name_is_refused_too(tmp_path):
    (tmp_path / "gonogo-demo").write_text("mine")
    done = demo(tmp_path)
    assert (done.returncode, (tmp_path / "gonogo-demo").read_text()) == (2, "mine")


def test_without_git_nothing_is_made(tmp_path):
    done = demo(tmp_path, PATH=str(tmp_path))
    assert done.returncode == 2
    assert "install git" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_without_an_index_for_the_build_backend_it_stops_and_names_the_folder(tmp_path):
    nowhere = "http://127.0.0.1:9/simple"
    sources = {"PIP_INDEX_URL": nowhere, "UV_DEFAULT_INDEX": nowhere, "PIP_RETRIES": "0", "UV_HTTP_RETRIES": "0"}
    alone = {"PIP_EXTRA_INDEX_URL": "", "PIP_FIND_LINKS": "", "PIP_CONFIG_FILE": os.devnull}
    done = demo(tmp_path, **sources, **alone, XDG_CACHE_HOME=str(tmp_path / "cache"), HOME=str(tmp_path))
    assert done.returncode == 1
    assert "`invoke bump --part minor` ended with exit status" in done.stdout
    assert f"cd {tmp_path / 'gonogo-demo' / 'hello'}" in done.stdout
    assert "hatchling" in done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_a_ctrl_c_says_how_to_begin_again(tmp_path):
    heard = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"  # background jobs ignore it
    argv = [sys.executable, "-c", f"{heard}\n{MAIN}", "demo"]
    running = subprocess.Popen(
        argv, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert running.stderr
    while not running.stderr.readline().startswith("$ invoke bump"):
        assert running.poll() is None
    os.killpg(running.pid, signal.SIGINT)
    out, _ = running.communicate(timeout=60)
    assert running.returncode == 3
    assert "begin again with: gonogo demo FOLDER" in out


@pytest.mark.parametrize("words", [["demo"], ["demo", "folder"]])
def test_the_demo_is_no_task_of_a_project(sample, words):
    done = sample.run("invoke", *words)
    assert done.returncode == 1
    assert "No idea what 'demo' is!" in done.stderr
