"""A board names commands that can be typed where the user is."""

from __future__ import annotations

import pytest

from gonogo.cli.wording import spoken
from gonogo.model.board import Board, Row
from gonogo.model.errors import Status
from gonogo.model.verdict import Finding, Verdict

FINDING = Finding("c", "invoke is not there", fix="type: invoke resume (or: invoke undo)")
BOARD = Board("a board", (Row("one", Verdict.NO_GO, findings=(FINDING,), status=Status.CONFLICT),), "invoke push")


@pytest.mark.parametrize("name", ["tasks.py", "tasks/__init__.py"])
def test_where_invoke_finds_tasks_it_is_named(tmp_path, name):
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).touch()
    (tmp_path / "below").mkdir()
    assert spoken(BOARD, tmp_path / "below") == BOARD


def test_where_invoke_finds_none_the_program_is_named(tmp_path):
    worded = spoken(BOARD, tmp_path)
    assert worded.next_command == "gonogo push"
    assert worded.rows[0].findings[0].fix == "type: gonogo resume (or: gonogo undo)"
    assert worded.rows[0].findings[0].what == FINDING.what
    assert worded.exit_status is Status.CONFLICT


@pytest.mark.parametrize(
    ("command", "worded"),
    [
        ("nox -s build tests check -- --tag v1", "nox -s our-build our-tests our-check -- --tag v1"),
        ("let a job run nox -s release in packages/demo", "let a job run nox -s our-release in packages/demo"),
        ("watch it, then: nox -s verify -- --to pypi", "watch it, then: nox -s our-verify -- --to pypi"),
        ("nox -s lint", "nox -s lint"),
        ("invoke undo; then: invoke own", "invoke my-undo; then: invoke own"),
    ],
)
def test_names_have_the_prefix_that_the_project_gives_them(command, worded, tmp_path):
    (tmp_path / "noxfile.py").write_text('import gonogo\n\ngonogo.sessions(prefix="our-")\n')
    (tmp_path / "tasks.py").write_text('import gonogo\n\nns = gonogo.tasks("my-")\n')
    assert spoken(Board("a board", (), command), tmp_path).next_command == worded
