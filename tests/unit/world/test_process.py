"""Other programs: they see no secret, and one that does not end is ended in time."""

from __future__ import annotations

import sys
import time

import pytest

from gonogo.world import process

STUBBORN = (
    "import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(20)']); time.sleep(20)"
)


SECRETS = ("GITHUB_TOKEN", "GITHUB_PAT_TOKEN", "GITHUB_APP_PRIVATE_KEY", "RUNNER_PASSWORD", "UV_PUBLISH_TOKEN")


@pytest.mark.parametrize("name", SECRETS)
def test_a_variable_that_holds_a_secret_is_not_handed_on(monkeypatch, name):
    monkeypatch.setenv(name, "a secret")
    assert name not in process.environment()


@pytest.mark.parametrize("name", ["GITHUB_SHA", "UV_INDEX_INNER_PASSWORD", "PIP_INDEX_URL", "SSH_AUTH_SOCK"])
def test_what_programs_need_is_handed_on(monkeypatch, name):
    monkeypatch.setenv(name, "value")
    assert process.environment()[name] == "value"


def test_a_program_that_does_not_end_is_not_waited_for_because_of_what_it_started(tmp_path):
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
