"""A release whose kept files were found NO-GO is pushed by no command, and every board says that it is taken back."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from gonogo.cli.context import SessionContext, StageWasNotGo
from gonogo.cli.options import parse
from gonogo.commands import bump, pull_request, status, undo
from gonogo.model.board import Row
from gonogo.model.errors import Status
from gonogo.model.manifest import Artifact, Manifest
from gonogo.model.stage import Stage
from gonogo.model.verdict import Verdict
from gonogo.release import contexts, record
from gonogo.release.runner import Silence
from gonogo.release.survey import survey

TESTS, CHECKS = (Stage.TESTS, "tests-3.11"), (Stage.CHECK, "check")


def judged(sample, verdict, stage=Stage.TESTS, name="tests-3.11"):
    """Let the files of HEAD be kept, and a stage have ended so on them."""
    kept = contexts.local(survey(sample.folder)).kept
    path = sample.folder.parent / "demo_sample-1.1.0.tar.gz"
    path.write_bytes(b"made")
    one = Artifact(path.name, 4, hashlib.sha256(b"made").hexdigest())
    manifest = Manifest("demo-sample", "1.1.0", sample.git("rev-parse", "HEAD"), 0, (one,))
    kept.keep(manifest, [path])
    kept.judge(manifest, Row(name, verdict, stage=stage))


def resume(folder, listener):
    return bump.resume(folder, listener)


@pytest.mark.parametrize("command", [bump.push, resume])
@pytest.mark.parametrize(("stage", "name"), [TESTS, CHECKS])
def test_what_was_found_no_go_is_not_pushed_and_the_ways_on_are_named(sample, command, stage, name):
    sample.landed()
    judged(sample, Verdict.NO_GO, stage, name)
    before = sample.remote_git("for-each-ref")
    board = command(sample.folder, Silence())
    assert board.exit_status is Status.NO_GO
    found = board.rows[-1].findings[0]
    assert found.what == f"{name} was NO-GO on the files of v1.1.0; nothing was pushed"
    assert "invoke undo" in found.fix
    assert "nox -s build tests check" in found.fix
    assert sample.remote_git("for-each-ref") == before
    judged(sample, Verdict.GO, stage, name)
    assert command(sample.folder, Silence()).exit_status is Status.GO
    assert sample.remote_git("rev-parse", "v1.1.0") == sample.git("rev-parse", "v1.1.0")


def test_no_hook_of_the_push_runs_before_it_is_refused(sample):
    sample.settings('[tool.gonogo.hooks]\nbefore-push = [["touch", "ran"]]\n')
    sample.landed()
    judged(sample, Verdict.NO_GO)
    assert bump.push(sample.folder, Silence()).exit_status is Status.NO_GO
    assert not (sample.folder / "ran").exists()


def test_a_merged_release_that_was_found_no_go_is_not_tagged(sample):
    text = (sample.folder / "pyproject.toml").read_text()
    sample.commit("pyproject.toml", text.replace('"1.0.0"', '"1.1.0"'), "Release 1.1.0")
    sample.git("push", "-q")
    judged(sample, Verdict.NO_GO)
    with pytest.raises(pull_request.MergedNoGo) as caught:
        pull_request.tag(sample.folder, Silence(), "", lambda _: True)
    assert caught.value.status is Status.NO_GO
    assert sample.git("tag") == ""


def test_status_names_the_failure_and_the_way_back(sample):
    sample.landed()
    judged(sample, Verdict.NO_GO)
    board = status.board(sample.folder)
    assert "tests-3.11 was NO-GO" in board.rows[-2].findings[0].what
    assert (board.rows[-1].note, board.next_command) == ("landed", "invoke undo")
    assert board.exit_status is Status.NO_GO


@pytest.mark.parametrize("verdict", [Verdict.UNKNOWN, None], ids=["unknown", "not judged"])
def test_what_was_not_found_no_go_is_pushed_with_an_advice(sample, verdict):
    sample.landed()
    if verdict:
        judged(sample, verdict)
    judging = "nox -s build tests check, then: " if verdict else ""
    assert status.board(sample.folder).next_command == f"{judging}invoke push"
    board = bump.push(sample.folder, Silence())
    assert board.exit_status is Status.GO
    assert board.rows[-1].name == "not judged"


@pytest.mark.parametrize(
    ("base", "said"), [("HEAD^", "the rehearsal from the same commit was GO"), ("HEAD", "nothing of")]
)
def test_what_a_rehearsal_found_is_named_and_not_taken_for_the_files_of_the_release(sample, base, said):
    sample.landed()
    found = Row("tests", Verdict.GO)
    kept = record.Record("rehearsal", "demo-sample", "1.0.0", "1.1.0", "v1.1.0", "f" * 40, "", rows=(found,))
    record.write(sample.folder / ".git" / record.FOLDER, replace(kept, base=sample.git("rev-parse", base)))
    assert bump.push(sample.folder, Silence()).rows[-1].findings[0].what.startswith(said)


def session(sample, monkeypatch, name, verdict):
    """Return what a session that ended so says to type next."""
    monkeypatch.chdir(sample.folder)
    words = {"build": "nox -s tests", "tests": "nox -s check", "check": "nox -s release"}
    return SessionContext().board(name, (Row(name, verdict),), parse(name, []), words[name]).next_command


@pytest.mark.parametrize("name", ["build", "tests", "check"])
def test_a_landed_release_that_a_session_finds_no_go_is_taken_back_before_it_is_fixed(sample, monkeypatch, name):
    assert session(sample, monkeypatch, name, Verdict.NO_GO) == f"fix that, commit, then: nox -s {name}"
    sample.landed()
    after = session(sample, monkeypatch, name, Verdict.NO_GO)
    assert after == "invoke undo, then: fix that, commit, and bump again"
    sample.git("remote", "remove", "origin")
    assert session(sample, monkeypatch, name, Verdict.NO_GO) == after
    assert session(sample, monkeypatch, name, Verdict.UNKNOWN) == f"fix that, commit, then: nox -s {name}"


def test_after_the_last_judging_a_release_goes_where_status_says(sample, monkeypatch):
    assert session(sample, monkeypatch, "check", Verdict.GO) == "nox -s release"
    sample.landed()
    assert session(sample, monkeypatch, "tests", Verdict.GO) == "nox -s check"
    assert session(sample, monkeypatch, "check", Verdict.GO) == "invoke push"
    judged(sample, Verdict.NO_GO)
    assert session(sample, monkeypatch, "check", Verdict.GO) == "invoke undo"
    judged(sample, Verdict.GO)
    bump.push(sample.folder, Silence())
    assert session(sample, monkeypatch, "check", Verdict.GO) == "invoke status"


@pytest.mark.parametrize(
    ("name", "stages"), [("check", "build tests check"), ("verify", "build tests check publish verify")]
)
def test_only_sessions_that_exist_are_named_after_a_red_one(name, stages):
    shared = SessionContext()
    shared.mark_failed("tests")
    with pytest.raises(StageWasNotGo) as caught:
        shared.in_turn(name, lambda: pytest.fail("it runs"))
    assert caught.value.hint.endswith(f"nox -s {stages}")


def test_undo_from_the_remote_leaves_a_branch_that_keeps_the_release_commit(sample):
    sample.settings('[tool.gonogo]\npublish = "nowhere"\n')
    sample.landed()
    bump.push(sample.folder, Silence())
    commit = sample.git("rev-parse", "HEAD")
    sample.commit("more.txt", "more\n")
    board = undo.undo(sample.folder, remote=True)
    assert board.rows[-1].note == (
        "the tag v1.1.0 is gone, here and on origin; its commit stays, because others follow it; "
        f"take it back with: git revert {commit[:12]}, then: git push"
    )
    assert sample.remote_git("rev-parse", "main") == commit
    assert sample.remote_git("tag") == sample.git("tag") == ""
    assert follows_and_leads_on(sample, commit)


def test_after_an_undo_here_under_later_commits_status_names_the_revert(sample):
    sample.landed()
    commit = sample.git("rev-parse", "HEAD")
    sample.commit("more.txt", "more\n")
    undo.undo(sample.folder, remote=False)
    assert follows_and_leads_on(sample, commit)


def follows_and_leads_on(sample, commit) -> bool:
    """Return whether status names the revert of a commit, which leads back to where a release can begin."""
    named = status.board(sample.folder).next_command
    sample.git("revert", "--no-edit", commit)
    return named == f"git revert {commit[:12]}" and sample.bump().exit_status is Status.GO
