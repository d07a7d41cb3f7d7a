"""`invoke next-dev`: the development version that follows a release is an ordinary commit, landed like one."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from gonogo.commands import bump
from gonogo.commands.next_dev import NotReleased, next_dev
from gonogo.model.verdict import Verdict
from gonogo.release import closing, guards
from gonogo.release.contexts import today
from gonogo.release.runner import Silence
from gonogo.release.steps import prepare


def released(sample, **words):
    """Bump and push."""

    def act():
        assert sample.bump("minor", **words).verdict is Verdict.GO
        assert bump.push(sample.folder, Silence()).verdict is Verdict.GO

    sample.once(f"released {words}", act)


def test_the_development_version_is_an_ordinary_commit_on_top_of_the_release(sample):
    released(sample)
    release_commit, tags = sample.git("rev-parse", "HEAD"), sample.git("tag")
    board = next_dev(sample.folder, today())
    assert board.verdict is Verdict.GO
    assert sample.git("rev-parse", "HEAD^") == release_commit
    assert sample.git("tag") == tags
    assert sample.git("log", "-1", "--format=%s") == "Back to development: 1.1.1.dev0"
    assert sample.git("diff", "--name-only", "HEAD^") == "pyproject.toml"
    assert sample.git("status", "--porcelain") == ""
    assert 'version = "1.1.1.dev0"' in (sample.folder / "pyproject.toml").read_text()


def test_the_users_own_edits_stay(sample):
    released(sample)
    sample.write("src/demo/extra.py", "x = 1\n")
    next_dev(sample.folder, today())
    assert sample.git("status", "--porcelain") == "?? src/demo/extra.py"


def test_a_second_time_is_refused_and_nothing_changed(sample):
    released(sample)
    next_dev(sample.folder, today())
    before = sample.snapshot()
    with pytest.raises(NotReleased):
        next_dev(sample.folder, today())
    assert sample.snapshot() == before


def test_a_pre_release_leads_to_no_development_version(sample):
    released(sample, pre="rc")
    with pytest.raises(NotReleased):
        next_dev(sample.folder, today())


def test_no_commit_stands_on_top_of_a_release_that_is_not_pushed(sample):
    sample.landed()
    before = sample.snapshot()
    with pytest.raises(closing.ReleaseOpen):
        next_dev(sample.folder, today())
    assert sample.snapshot() == before


def test_what_the_user_changed_in_a_file_that_it_writes_is_in_its_way(sample):
    released(sample)
    sample.write("pyproject.toml", (sample.folder / "pyproject.toml").read_text() + "# mine\n")
    before = sample.snapshot()
    with pytest.raises(guards.DirtyFiles):
        next_dev(sample.folder, today())
    assert sample.snapshot() == before


def test_a_hook_that_refuses_the_commit_is_named_and_nothing_changed(sample):
    released(sample)
    hook = sample.folder / ".git/hooks/commit-msg"
    hook.write_text("#!/bin/sh\necho not today >&2\nexit 1\n")
    hook.chmod(0o755)
    before = sample.snapshot()
    with pytest.raises(prepare.HookRefused, match="not today"):
        next_dev(sample.folder, today())
    assert sample.snapshot() == before


LAUNCH = Path(__file__).parents[2] / "crash/launch.py"


def launched(folder, number, record):
    """Run `invoke next-dev` in a process group that is killed before its N-th act outside of itself; 0 lets it live."""
    argv = [sys.executable, str(LAUNCH), str(number), str(record), "next-dev"]
    done = subprocess.run(argv, cwd=folder, start_new_session=True, capture_output=True, check=False)
    return done.returncode


def landing_acts(record):
    """Return the numbers of the acts of the landing, from its first word on what it writes to its last."""
    words = [number for number, act in enumerate(record.read_text().splitlines(), 1) if "acting" in act]
    return list(range(words[0], words[-1] + 1))


@pytest.mark.journey
def test_a_killed_run_is_finished_or_was_never_begun_after_one_more_command(sample, tmp_path):
    released(sample)
    copied = replace(sample, folder=tmp_path / "copy")
    shutil.copytree(sample.folder, copied.folder, symlinks=True)
    assert launched(copied.folder, 0, tmp_path / "record") == 0
    numbers = landing_acts(tmp_path / "record")
    assert len(numbers) > 10
    ends = set()
    for number in numbers[:: max(1, len(numbers) // 7)]:
        killed = replace(sample, folder=tmp_path / f"killed-{number}")
        shutil.copytree(sample.folder, killed.folder, symlinks=True)
        assert launched(killed.folder, number, tmp_path / "none") == -signal.SIGKILL
        assert bump.resume(killed.folder, Silence()).verdict is Verdict.GO
        assert not list((killed.folder / ".git").glob("*.lock"))
        assert killed.git("for-each-ref", "refs/gonogo") == ""
        assert killed.git("status", "--porcelain") == ""
        ends.add(killed.git("log", "-1", "--format=%s"))
    assert ends == {"Release 1.1.0", "Back to development: 1.1.1.dev0"}
