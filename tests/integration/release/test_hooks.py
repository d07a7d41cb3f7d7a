"""Hooks: the project's own commands around the steps."""

from __future__ import annotations

import sys
from datetime import date

import pytest

from gonogo.commands import bump, rehearse
from gonogo.model.errors import Status
from gonogo.release import contexts
from gonogo.release.planner import Request
from gonogo.release.runner import Silence
from gonogo.release.survey import survey

WRITE = "import os, pathlib; pathlib.Path('built-for').write_text(os.environ['GONOGO_VERSION'])"


def hooked(sample, hook, code):
    sample.settings(f"""
        [tool.gonogo.hooks]
        {hook} = [[{sys.executable!r}, "-c", {code!r}]]
        """)


def test_a_hook_after_prepare_runs_in_the_candidate_and_what_it_writes_is_in_the_release(sample):
    hooked(sample, "after-prepare", WRITE)
    sample.bump()
    assert sample.git("show", "v1.1.0:built-for") == "1.1.0"
    assert (sample.folder / "built-for").read_text() == "1.1.0"


def test_a_failing_hook_is_no_go_and_changes_nothing(sample):
    hooked(sample, "before-land", "raise SystemExit('not on a Friday')")
    before = sample.snapshot()
    board = sample.bump()
    assert board.exit_status is Status.NO_GO
    assert board.next_command == "fix that, then: invoke bump --part minor"
    assert "not on a Friday" in str(board.rows)
    assert sample.snapshot() == before


def test_a_hook_sees_no_token(sample, monkeypatch):
    monkeypatch.setenv("TWINE_PASSWORD", "pypi-secret-secret")
    hooked(sample, "before-land", "import os; raise SystemExit('TWINE_PASSWORD' in os.environ)")
    assert sample.bump().exit_status is Status.GO


@pytest.mark.usefixtures("nothing_installed")
def test_hooks_around_the_judging_run_in_the_candidate_and_their_failure_ends_it(sample):
    sample.settings(f"""
        [tool.gonogo.hooks]
        before-judge = [[{sys.executable!r}, "-c", {WRITE!r}]]
        after-judge = [[{sys.executable!r}, "-c", "raise SystemExit(open('built-for').read())"]]
        """)
    before = sample.snapshot()
    board = rehearse.rehearse(sample.folder, Request(part="minor"), date(2026, 11, 23), Silence())
    assert board.exit_status is Status.NO_GO
    assert board.rows[-1].name == "after-judge"
    assert "1.1.0" in str(board.rows[-1].findings)
    assert sample.snapshot() == before


def test_a_hook_that_fails_after_its_step_is_reported_once_and_not_run_again(sample):
    hooked(sample, "after-push", "open('runs', 'a').write('x'); raise SystemExit('no one')")
    sample.bump()
    board = bump.push(sample.folder, Silence())
    assert board.exit_status is Status.NO_GO
    (finding,) = board.rows[-1].findings
    assert "its step has happened" in finding.what
    assert "run that command" in finding.fix
    assert bump.resume(sample.folder, Silence()).exit_status is Status.GO
    assert (sample.folder / "runs").read_text() == "x"


def test_a_hook_that_fails_before_its_step_is_run_again(sample):
    hooked(sample, "before-push", "open('runs', 'a').write('x'); raise SystemExit(open('runs').read() == 'x')")
    sample.bump()
    assert bump.push(sample.folder, Silence()).exit_status is Status.NO_GO
    assert bump.resume(sample.folder, Silence()).exit_status is Status.GO
    assert (sample.folder / "runs").read_text() == "xx"


def test_what_goes_to_the_embedded_index_runs_no_hook_that_may_reach_something_outside(sample):
    hooked(sample, "after-publish", "raise SystemExit('done')")
    project = survey(sample.folder)
    with contexts.embedded(project.name) as target:
        assert contexts.real(project, "rehearsal", target).project.settings.hooks == {}
    assert contexts.local(project).project.settings.hooks
    assert contexts.real(project, "pypi").project.settings.hooks


def test_a_hook_that_failed_after_its_step_is_not_run_again(sample, tmp_path):
    ran = tmp_path / "ran"
    hooked(sample, "after-land", f"open({str(ran)!r}, 'a').write('x'); raise SystemExit('no')")
    assert sample.bump().exit_status is Status.NO_GO
    assert sample.git("rev-parse", "--verify", "v1.1.0^{commit}")
    assert bump.resume(sample.folder, Silence()).exit_status is Status.GO
    assert ran.read_text() == "x"
