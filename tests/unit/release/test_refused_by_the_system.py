"""The kind: the operating system refuses a write in a release; the rows before it are shown, and it has a row."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gonogo.checks import Check
from gonogo.model.board import Row
from gonogo.model.errors import Status
from gonogo.model.stage import Probe, Reach, ReleaseState, Stage, State
from gonogo.model.verdict import Examined, Verdict
from gonogo.release import check
from gonogo.release.runner import Silence, carry, timed
from gonogo.release.steps import Step

FULL = Path("/dev/full")
DONE = Step(
    Stage.PREPARE,
    Reach.NONE,
    ReleaseState.PREPARED,
    describe=lambda *_: "",
    probe=lambda *_: Probe(State.DONE, "done"),
    apply=lambda *_: None,
)


def fill(*_):
    FULL.write_text("too much")


pytestmark = pytest.mark.skipif(not FULL.exists(), reason="the system has no device that is always full")


def is_refused(row):
    assert (row.verdict, row.status) == (Verdict.UNKNOWN, Status.UNKNOWN)
    assert "the operating system refused: No space left on device" in row.findings[-1].what


@pytest.mark.parametrize("part", ["probe", "apply"])
def test_of_a_step_the_rows_before_it_are_shown(part):
    todo = replace(DONE, probe=lambda *_: Probe(State.TODO))
    rows = carry((DONE, replace(todo, **{part: fill}), DONE), None, None)
    assert [row.verdict for row in rows] == [Verdict.GO, Verdict.UNKNOWN]
    is_refused(rows[-1])


def test_of_a_stage_it_is_the_row_of_that_stage():
    is_refused(timed("build", Silence(), fill))


def test_of_a_check_the_other_checks_are_still_run():
    good = Check("good", "", frozenset(), lambda *_: Examined(1))
    full = Check("full", "", frozenset(), fill)
    rows = check.rows((full, good), None, {})
    assert [row.name for row in rows] == ["full", "good"]
    assert isinstance(rows[0], Row)
    is_refused(rows[0])
