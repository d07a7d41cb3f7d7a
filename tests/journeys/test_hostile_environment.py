"""H52 to H58: surroundings in which gonogo works, or says in one message why not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from gonogo.cli import board as board_text
from gonogo.cli import report
from gonogo.commands import bump, release
from gonogo.git.repository import Git
from gonogo.index import credentials
from gonogo.model.errors import Status
from gonogo.model.index import Index
from gonogo.release.runner import Silence
from gonogo.system.environment import environment

GONOGO = str(Path(sys.executable).with_name("gonogo"))
BUMP = (GONOGO, "bump", "--part", "minor")


def run(sample, *argv, **env):
    given = {name: value for name, value in {**os.environ, **env}.items() if value is not None}
    return subprocess.run(
        argv or BUMP,
        cwd=sample.folder,
        env=given,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        text=True,
        errors="replace",
        timeout=120,
        check=False,
    )


ASCII = {"LC_ALL": "C", "LANG": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
NO_HOME = {"HOME": None, "XDG_CACHE_HOME": None, "XDG_CONFIG_HOME": None}


def quiet(done) -> bool:
    """Return whether a command was GO and said nothing but that a step took long."""
    return done.returncode == 0 and not [line for line in done.stderr.splitlines() if not line.startswith("prepare ")]


def test_h52_neither_ascii_nor_an_odd_time_zone_is_trouble(sample):
    sample.commit("changelog.d/2.feature.md", "Grüße, \u6f22\u5b57.\n")
    done = run(sample, **ASCII, TZ="Nowhere/Land-99:99")
    assert quiet(done), done.stdout + done.stderr
    assert "Grüße, \u6f22\u5b57." in sample.git("show", "v1.1.0:CHANGELOG.md")


def test_h52_without_a_home_and_in_ascii_a_board_in_json_is_json(sample):
    sample.commit("changelog.d/2.feature.md", "Grüße, \u6f22\u5b57.\n")
    done = run(sample, *BUMP, "--json", **NO_HOME, LC_ALL="C", PYTHONIOENCODING="ascii", TZ="Pacific/Kiritimati")
    assert quiet(done), done.stdout + done.stderr
    assert json.loads(done.stdout)["verdict"] == "GO"
    assert "Grüße, \u6f22\u5b57." in sample.git("show", "v1.1.0:CHANGELOG.md")


@pytest.mark.parametrize("folder", ["HOME", "TMPDIR"])
def test_h52_a_folder_that_is_not_there_is_named(sample, folder):
    before = sample.snapshot()
    done = run(sample, **{folder: "/proc/nowhere", "XDG_CACHE_HOME": None})
    assert "Traceback" not in done.stdout + done.stderr
    assert done.returncode == 0 or sample.snapshot() == before


def test_h52_text_that_cannot_be_encoded_is_shown_as_well_as_it_can(sample):
    sample.git("tag", "v1.1.0")
    sample.commit("more-\u6f22.txt", "x")
    done = run(sample, *BUMP, **ASCII)
    assert done.returncode == 4
    assert "Traceback" not in done.stdout + done.stderr


TRAP = "import pathlib\npathlib.Path(__file__).with_name('PWNED').touch()\nraise ImportError('this ran')\n"


@pytest.mark.parametrize("program", ["gonogo", "invoke"])
def test_h53_h54_modules_of_the_project_are_not_imported_and_its_programs_are_not_run(sample, program):
    names = ("json", "sitecustomize", "usercustomize", "tomllib", "email", "git", "towncrier", "packaging", "zipfile")
    for name in names:
        sample.write(f"{name}.py", TRAP)
    for name in ("git", "sh", "python", "uv", "gpg", "pip"):
        sample.write(name, "#!/bin/sh\ntouch PWNED\nexit 1\n").chmod(0o755)
    sample.git("add", "--all")
    sample.git("commit", "-qm", "traps")
    sample.git("push", "-q")
    path = f".:{os.pathsep}:{os.environ['PATH']}"
    done = run(sample, str(Path(GONOGO).with_name(program)), *BUMP[1:], PATH=path)
    assert quiet(done), done.stdout + done.stderr
    assert not list(sample.folder.rglob("PWNED"))


def test_h53_what_python_s_variables_name_does_not_reach_other_programs(monkeypatch, tmp_path):
    for name in ("PYTHONPATH", "PYTHONSTARTUP", "PYTHONHOME", "PYTHONINSPECT", "LD_PRELOAD", "BASH_ENV", "ENV"):
        monkeypatch.setenv(name, str(tmp_path))
        assert name not in environment()


def test_h54_a_path_in_the_project_does_not_reach_other_programs(monkeypatch):
    monkeypatch.setenv("PATH", f".:bin::{os.environ['PATH']}")
    assert all(map(os.path.isabs, environment()["PATH"].split(os.pathsep)))


@pytest.mark.parametrize("epoch", ["x", "-", "\u00b2", "9" * 30, "1e9", " "])
def test_h55_a_source_date_epoch_that_is_none_is_refused(sample, monkeypatch, epoch):
    before = sample.snapshot()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    board = report.board_of("bump", sample.bump)
    assert board.exit_status is Status.USAGE
    assert "SOURCE_DATE_EPOCH" in board_text.to_text(board)
    assert sample.snapshot() == before


@pytest.mark.parametrize("name", credentials.REDIRECTING)
def test_h55_a_variable_that_redirects_an_upload_refuses_it(monkeypatch, name):
    own = Index("own", "https://upload.index.example/legacy/", "https://index.example/simple/")
    monkeypatch.setenv(name, "https://user:hunter2@other.example/")
    with pytest.raises(credentials.UploadRedirected, match=name) as caught:
        credentials.repository(own, lambda: "token")
    assert "hunter2" not in caught.value.sentence + caught.value.hint
    monkeypatch.setenv(name, "https://upload.index.example/legacy")
    assert credentials.repository(own, lambda: "token")


def test_h55_what_changes_the_way_of_a_release_is_named_without_its_value(sample, monkeypatch):
    monkeypatch.setenv("https_proxy", "http://user:hunter2@proxy.example")
    monkeypatch.setenv("PIP_INDEX_URL", "https://user:hunter2@index.example/")
    sample.git("config", "url.https://user:hunter2@other.example/.insteadOf", "https://index.example/")
    sample.git("config", "core.hooksPath", "hooks")
    shown = " ".join(release.notices(Git(sample.folder)))
    for name in ("https_proxy", "PIP_INDEX_URL", "core.hookspath", "url.https://***@other.example/"):
        assert name in shown
    assert "hunter2" not in shown


NAMES = ["-dash, a space; and 100%41 of caf\u00e9 \u6f22", "quote'\" $(touch PWNED)", "x" * 200]


@pytest.mark.parametrize("name", NAMES)
def test_h56_a_project_in_a_strangely_named_folder_is_released(sample, name):
    folder = sample.folder.rename(sample.folder.with_name(name))
    moved = type(sample)(folder, sample.remote)
    moved.settings("[tool.gonogo]\npublish = 'nowhere'\n")
    assert moved.bump().exit_status is Status.GO
    assert bump.push(moved.folder, Silence()).exit_status is Status.GO
    assert moved.remote_git("rev-parse", "main") == moved.git("rev-parse", "HEAD")
    assert not list(folder.parent.rglob("PWNED"))


def test_h56_a_line_break_in_the_folder_s_name_is_refused(sample):
    folder = sample.folder.rename(sample.folder.with_name("line\nbreak"))
    moved = type(sample)(folder, sample.remote)
    before = moved.snapshot()
    board = report.board_of("bump", moved.bump)
    assert board.exit_status is Status.USAGE
    assert "contains a line break" in board_text.to_text(board)
    assert moved.snapshot() == before


@pytest.mark.parametrize("mask", [0o000, 0o077, 0o777])
def test_h57_a_umask_changes_no_mode_in_the_release(sample, mask):
    old = os.umask(mask)
    try:
        board = report.board_of("bump", sample.bump)
    finally:
        os.umask(old)
    assert board.exit_status is Status.GO or sample.git("tag") == ""
    modes = {line.split()[0] for line in sample.git("ls-files", "-s").splitlines()}
    assert modes == {"100644"}


def test_h58_a_reader_that_went_away_is_no_traceback(sample):
    with subprocess.Popen(BUMP, cwd=sample.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        child.stdout.close()
        shown = child.stderr.read()
    assert "Traceback" not in shown
    assert "Exception ignored" not in shown
    assert sample.git("tag") in ("", "v1.1.0")
    assert sample.git("status", "--porcelain") == ""


@pytest.mark.parametrize("closed", [">&-", "2>&- <&-"])
def test_h58_streams_that_are_closed_from_the_start(sample, closed):
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {closed}', "sh", *BUMP], cwd=sample.folder, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stdout + done.stderr
    assert sample.git("tag") in ("", "v1.1.0")
    assert sample.git("status", "--porcelain") == ""
