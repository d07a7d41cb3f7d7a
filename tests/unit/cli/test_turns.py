"""Sessions of one run take turns: none begins after a stage before it that was red."""

from __future__ import annotations

import pytest

from gonogo.cli.context import SessionContext, StageWasNotGo
from gonogo.model.board import Board, Row
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
