"""Sessions of one run take turns: none begins after a stage before it that was red."""

from __future__ import annotations

import pytest

from gonogo.artifacts.store import KeptBytesChanged
from gonogo.cli.context import SessionContext, StageWasNotGo, out_of_conflict
from gonogo.model.board import Board, Row, error_row
from gonogo.model.verdict import Verdict

GO = Board("go", (Row("x", Verdict.GO),))


def after_red(stage: str, name: str) -> Board:
    shared = SessionContext()
    shared.note(stage, Board(stage, (Row(stage, Verdict.NO_GO),)))
    return shared.in_turn(name, lambda: GO)


@pytest.mark.parametrize(
    ("stage", "name"),
    [("build", "tests"), ("tests", "publish"), ("check", "publish"), ("publish", "verify"), ("tests", "release")],
)
def test_nothing_runs_after_a_red_stage(stage, name):
    with pytest.raises(StageWasNotGo) as caught:
        after_red(stage, name)
    assert caught.value.hint.endswith(f" {name}")


@pytest.mark.parametrize(("stage", "name"), [("tests", "tests"), ("check", "build"), ("tests", "rules")])
def test_the_same_stage_on_another_python_and_what_comes_before_still_run(stage, name):
    assert after_red(stage, name) is GO


def test_a_conflict_names_what_leads_out_of_it_and_no_commit():
    changed = error_row("publish", KeptBytesChanged(filename="demo.whl"), 0.0)
    assert "-- --fresh" in out_of_conflict((Row("build", Verdict.GO), changed))
    assert out_of_conflict((Row("check", Verdict.NO_GO),)) == ""
