"""Other programs: they see no secret, and one that does not end is ended in time."""

from __future__ import annotations

import sys
import time

import pytest

from gonogo.system import process
from gonogo.system.environment import environment, installing

STUBBORN = (
    "import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(20)']); time.sleep(20)"
)


SECRETS = ("GITHUB_TOKEN", "GITHUB_PAT_TOKEN", "GITHUB_APP_PRIVATE_KEY", "RUNNER_PASSWORD", "UV_PUBLISH_TOKEN")


@pytest.mark.parametrize("name", SECRETS)
def test_a_variable_that_holds_a_secret_is_not_handed_on(monkeypatch, name):
    monkeypatch.setenv(name, "a secret")
    assert name not in environment()


@pytest.mark.parametrize("name", ["GITHUB_SHA", "PIP_INDEX_URL", "SSH_AUTH_SOCK"])
def test_what_programs_need_is_handed_on(monkeypatch, name):
    monkeypatch.setenv(name, "value")
    assert environment()[name] == "value"


def test_the_secrets_of_installers_are_seen_by_installers_alone(monkeypatch):
    monkeypatch.setenv("UV_INDEX_INNER_PASSWORD", "value")
    monkeypatch.setenv("UV_PUBLISH_TOKEN", "value")
    assert "UV_INDEX_INNER_PASSWORD" not in environment()
    assert "UV_INDEX_INNER_PASSWORD" in installing()
    assert "UV_PUBLISH_TOKEN" not in installing()


def test_a_program_without_permission_and_a_lost_folder_are_distinguished_from_a_missing_program(tmp_path):
    (tmp_path / "tool").write_text("#!/bin/sh\n")
    with pytest.raises(process.CannotStart, match="Permission denied"):
        process.run([str(tmp_path / "tool")], tmp_path)
    with pytest.raises(process.CannotStart, match="No such file or directory"):
        process.run([sys.executable, "-V"], tmp_path / "gone")
    with pytest.raises(process.ProgramMissing):
        process.run([str(tmp_path / "absent")], tmp_path)


def test_output_is_reported_as_it_comes_and_its_program_is_ended_at_its_limit(tmp_path):
    heard = []
    code = "import time; print('one', flush=True); time.sleep(60)"
    with pytest.raises(process.CommandTimedOut):
        process.stream([sys.executable, "-c", code], tmp_path, env=environment(), hear=heard.append, seconds=1)
    assert heard == ["one"]


@pytest.fixture
def impatient(monkeypatch):
    """A program that is asked to end, and what holds its output open, gets little time."""
    monkeypatch.setattr(process, "GRACE_SECONDS", 0.5)


def test_output_that_somebody_else_holds_open_is_not_waited_for(tmp_path, impatient):
    started = time.monotonic()
    code = (
        "import subprocess, sys; print('one'); subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(30)'])"
    )
    done = process.stream([sys.executable, "-c", code], tmp_path, env=environment(), hear=str)
    assert (done.code, done.stdout) == (0, "one\n")
    assert time.monotonic() - started < 20


def test_a_program_that_does_not_end_is_not_waited_for_because_of_what_it_started(tmp_path, impatient):
    started = time.monotonic()
    with pytest.raises(process.CommandTimedOut):
        process.run([sys.executable, "-c", STUBBORN], tmp_path, seconds=1)
    assert time.monotonic() - started < 15


def test_the_tail_of_what_a_program_said_holds_its_last_lines_that_say_something():
    said = "first\n\nfatal: it is not there\nfatal: cannot read\n\nPlease make sure\nthat it exists.\n"
    tail = process.Completed(("git",), 128, "", said).tail
    assert tail == "fatal: it is not there / fatal: cannot read / Please make sure / that it exists."


def test_a_git_command_is_named_without_the_settings_that_it_is_given_each_time():
    assert (
        process.name_of(["/usr/bin/git", "-c", "a=b", "-c", "c=d", "push", "--quiet", "--", "x"])
        == "git push --quiet --"
    )
    assert process.name_of(["python", "-c", "pass"]) == "python -c pass"


@pytest.mark.parametrize(("code", "how"), [(3, "ended with exit status 3"), (-9, "was stopped by SIGKILL")])
def test_a_program_that_a_signal_stopped_is_not_said_to_have_ended(code, how):
    assert process.ended(code) == how
