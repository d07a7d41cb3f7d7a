"""Whether a push would work is asked from the repository, as git is set up there, and with no secret in sight."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from datetime import date

import pytest

from gonogo.commands import bump, proposal
from gonogo.commands import release as whole
from gonogo.git import remotes
from gonogo.git.repository import Git
from gonogo.model.errors import Status
from gonogo.model.stage import Stage, State
from gonogo.model.verdict import Verdict
from gonogo.release import contexts, destinations, planner
from gonogo.release.planner import Request
from gonogo.release.runner import Silence
from gonogo.release.steps import push, step
from gonogo.release.survey import survey
from gonogo.system import process


@pytest.fixture
def prepared(sample, tmp_path):
    """Return a function that prepares a release in a temporary clone and returns its plan and context."""

    def prepare():
        project = survey(sample.folder)
        context = replace(contexts.local(project), clone_folder=tmp_path / "clone")
        plan = planner.plan(project, Request(part="minor"), date(2026, 11, 23))
        step(Stage.PREPARE).apply(plan, context)
        return plan, context

    return prepare


@pytest.fixture
def words_of_git(tmp_path, monkeypatch):
    """Return a function that returns every word that git was called with."""
    log, folder = tmp_path / "words", tmp_path / "bin"
    folder.mkdir()
    script = folder / "git"
    script.write_text(f'#!/bin/sh\necho "$@" >> {log}\nexec {process.find("git")} "$@"\n')
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return log.read_text


def test_credentials_in_the_remote_s_address_are_in_no_command_line(sample, prepared, words_of_git):
    with (sample.folder / ".git/config").open("a") as config:
        config.write(f'[remote "origin"]\n\tpushurl = file://user:hunter2hunter2@{sample.remote}\n')
    assert whole.push_would_work(*prepared()).verdict is Verdict.GO
    assert "push" in words_of_git()
    assert "hunter2hunter2" not in words_of_git()


def test_the_repository_s_own_settings_of_git_hold(sample, prepared):
    plan, context = prepared()
    sample.git("config", "remote.origin.url", "https://nowhere.invalid/demo.git")
    sample.git("config", f"url.{sample.remote}.insteadOf", "https://nowhere.invalid/demo.git")
    assert whole.push_would_work(plan, context).verdict is Verdict.GO


def test_the_upstream_of_another_name_is_what_is_asked_about(sample, prepared):
    sample.git("push", "-q", "origin", "main:trunk")
    sample.git("branch", "-q", "--set-upstream-to=origin/trunk")
    sample.remote_git("symbolic-ref", "HEAD", "refs/heads/trunk")
    plan, context = prepared()
    before = sample.snapshot()
    assert whole.push_would_work(plan, context).verdict is Verdict.GO
    assert sample.snapshot() == before


def test_credentials_in_the_remote_s_address_are_in_no_command_line_of_a_pull_request(sample, prepared, words_of_git):
    with (sample.folder / ".git/config").open("a") as config:
        config.write(f'[remote "origin"]\n\tpushurl = file://user:hunter2hunter2@{sample.remote}\n')
    plan, context = prepared()
    assert proposal.send_prepared(replace(plan, branch="release/1.1.0"), context, "").verdict is Verdict.GO
    assert "hunter2hunter2" not in words_of_git()
    assert sample.remote_git("rev-parse", "release/1.1.0") == context.commit(plan)


def test_an_upstream_on_another_remote_says_nothing_of_this_one(sample):
    sample.settings('[tool.gonogo]\nremote = "origin"\npublish = "nowhere"\n')
    sample.git("remote", "add", "fork", str(sample.remote))
    sample.git("push", "-q", "fork", "main:develop")
    sample.git("branch", "-q", "--set-upstream-to=fork/develop")
    before = sample.remote_git("rev-parse", "develop")
    sample.bump()
    assert bump.push(sample.folder, Silence()).exit_status is Status.GO
    assert sample.remote_git("rev-parse", "main") == sample.git("rev-parse", "main")
    assert sample.remote_git("rev-parse", "develop") == before


def test_what_is_pushed_is_looked_for_where_it_was_pushed_to(sample):
    sample.settings('[tool.gonogo]\npublish = "nowhere"\n')
    other = sample.remote.with_name("other.git")
    sample.git("clone", "-q", "--bare", str(sample.remote), str(other))
    sample.git("config", "remote.origin.pushurl", str(other))
    sample.bump()
    assert bump.push(sample.folder, Silence()).exit_status is Status.GO
    context = contexts.local(survey(sample.folder))
    plan = planner.of_head(context.project)
    assert step(Stage.PUSH).probe(plan, context).state is State.DONE
    assert sample.remote_git("tag") == ""


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("https://user:hunter2@nowhere.invalid/x.git", "origin"),
        ("https://hunter2@nowhere.invalid/x.git", "origin"),
        ("ssh://user:hunter2@nowhere.invalid/x.git", "origin"),
        ("ext::touch PWNED", "origin"),
        ("ssh://git@nowhere.invalid/x.git", "ssh://git@nowhere.invalid/x.git"),
        ("git@nowhere.invalid:x.git", "git@nowhere.invalid:x.git"),
    ],
)
def test_a_push_address_with_a_secret_is_asked_by_the_remote_s_name(sample, address, asked):
    sample.git("config", "remote.origin.pushurl", address)
    assert remotes.pushed_to(Git(sample.folder), "origin") == asked


def test_several_remotes_and_none_meant_is_a_question_to_the_user(sample):
    sample.git("remote", "rename", "origin", "up")
    sample.git("remote", "add", "fork", str(sample.remote))
    sample.git("branch", "--unset-upstream")
    before = sample.snapshot()
    with pytest.raises(destinations.WhichRemote, match="fork, up"):
        sample.bump()
    assert sample.snapshot() == before
    sample.git("branch", "--set-upstream-to", "up/main")
    assert sample.bump().exit_status is Status.GO


def test_a_remote_of_the_settings_that_is_not_there_is_named(sample):
    sample.settings('[tool.gonogo]\nremote = "upstrem"\n')
    before = sample.snapshot()
    with pytest.raises(destinations.NoSuchRemote, match=r"upstrem.*origin"):
        sample.bump()
    assert sample.snapshot() == before


def test_a_remote_that_moved_on_between_look_and_push_is_a_conflict_and_nothing_is_pushed(sample):
    sample.landed()
    project = survey(sample.folder)
    context = contexts.local(project)
    plan = bump.open_plan(project, Git(sample.folder))
    theirs = sample.git("commit-tree", "-p", "HEAD~1", "-m", "theirs", "HEAD~1^{tree}")
    sample.git("push", "-q", "origin", f"{theirs}:refs/heads/main")
    before = sample.remote_git("for-each-ref")
    with pytest.raises(push.RemoteMoved) as caught:
        push.apply(plan, context)
    assert caught.value.status is Status.CONFLICT
    assert "has moved on there" in push.rehearse(plan, context)
    assert sample.remote_git("for-each-ref") == before
