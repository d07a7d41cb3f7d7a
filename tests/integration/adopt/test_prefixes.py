"""A project with sessions and tasks named like ours: every command is spelt as it is registered there."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from forks import command_forks
from gonogo.cli import sessions, tasks
from gonogo.cli.wording import session_names, spoken, task_names
from gonogo.commands import doctor, init
from gonogo.model.project import Prefixes
from gonogo.project import prefixes
from gonogo.release.survey import survey

Repository = Callable[..., Path]
NAMES = init.Names(tuple(one.name for one in sessions.all_sessions()), tuple(one.name for one in tasks.all_tasks()))
OWN = {
    "noxfile.py": "import nox\n\n\n@nox.session\ndef tests(session):\n    session.run('pytest')\n",
    "tasks.py": "from invoke import task\n\n\n@task\ndef release(c):\n    pass\n",
}


@pytest.fixture
def clashing(repository: Repository) -> Path:
    """A project with a session `tests` and a task `release`, after init."""
    root = repository(**OWN)
    init.apply(init.propose(root, NAMES))
    return root


def registered(root: Path) -> set[str]:
    """Ask Nox what the noxfile registers; its list in JSON leaves out what is not run by default."""
    done = command_forks.run(["nox", "--list"], root)
    assert done.returncode == 0, done.stderr
    return set(re.findall(r"^[-*] (\S+)", done.stdout, re.MULTILINE))


def called(root: Path) -> set[str]:
    """Return every session that a workflow calls."""
    texts = (path.read_text() for path in (root / ".github/workflows").iterdir())
    calls = (call for text in texts for call in re.findall(r"nox -s (.*?)(?: -- |$)", text, re.MULTILINE))
    return {word for call in calls for word in call.split()}


def test_the_workflows_call_the_sessions_that_nox_lists(clashing: Path) -> None:
    theirs = called(clashing)
    assert {"gonogo-build", "gonogo-tests", "gonogo-check", "gonogo-publish", "gonogo-release"} <= theirs
    assert theirs <= registered(clashing)


@pytest.mark.parametrize("prefix", ["x; echo y #", "a b ", '"q', "${{ secrets.PYPI }}"])
def test_a_prefix_that_is_no_name_gets_no_workflow_and_a_word_on_it(prefix: str, repository: Repository) -> None:
    """The kind: text of a project that becomes a command of its CI unasked."""
    adoption = init.propose(repository(**{"noxfile.py": f"import gonogo\n\ngonogo.sessions({prefix!r})\n"}), NAMES)
    assert not [one.path for one in adoption.changes if ".github" in one.path]
    assert [note for note in adoption.notes if "prefix" in note.what and note.fix]


def test_without_a_clash_they_have_no_prefix(repository: Repository) -> None:
    root = repository()
    init.apply(init.propose(root, NAMES))
    assert {"build", "tests", "check"} <= called(root) <= registered(root)


def test_a_board_names_commands_with_the_prefix(clashing: Path) -> None:
    done = command_forks.run(["nox", "-s", "gonogo-build", "--", "--json"], clashing)
    assert json.loads(done.stdout)["next_command"] == "nox -s gonogo-tests", done.stdout + done.stderr


def test_a_task_is_named_with_its_prefix(clashing: Path) -> None:
    done = command_forks.run(["invoke", "gonogo-status", "--json"], clashing)
    assert json.loads(done.stdout)["next_command"].endswith("invoke gonogo-undo"), done.stdout + done.stderr


def test_init_is_content_with_what_it_wrote(clashing: Path) -> None:
    assert init.propose(clashing, NAMES).changes == ()
    assert "invoke gonogo-news" in (clashing / "changelog.d/README.md").read_text()


def test_a_prefix_that_came_after_the_workflows_is_reported_and_fixed(repository: Repository) -> None:
    root = repository()
    init.apply(init.propose(root, NAMES))
    (root / "noxfile.py").write_text('import gonogo\n\ngonogo.sessions("rel-")\n')
    row = doctor.row("workflow", doctor.workflow, survey(root))
    assert [one.code for one in row.findings if one.blocking] == ["no-session"]
    init.apply(init.propose(root, NAMES))
    assert called(root) <= registered(root)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('import gonogo\ngonogo.sessions(prefix="a-")\n', "a-"),
        ('import gonogo\ngonogo.sessions("b-")\n', "b-"),
        ('import gonogo\nP = "c-"\ngonogo.sessions(prefix=P)\n', "c-"),
        ('from gonogo import sessions\nsessions("d-")\n', "d-"),
        ('import gonogo as g\ng.sessions("e-")\n', "e-"),
        ("import gonogo\ngonogo.sessions()\n", ""),
        ("import gonogo\ngonogo.sessions(prefix=made())\n", ""),
        ('# gonogo\nimport nox\nnox.sessions("x")\n', ""),
        ("gonogo (\n", ""),
    ],
)
def test_the_prefix_is_read_and_never_run(text: str, expected: str, tmp_path: Path) -> None:
    (tmp_path / "noxfile.py").write_text(text)
    assert prefixes.find(tmp_path) == Prefixes(expected, "")


def test_the_names_that_are_respelt_are_those_of_sessions_and_tasks() -> None:
    assert session_names() == set(NAMES.sessions)
    assert task_names() == set(NAMES.tasks)


def test_the_doctor_leads_on_with_the_prefix(clashing: Path) -> None:
    board = spoken(doctor.board(clashing), clashing)
    hints = [board.next_command, *(finding.fix for row in board.rows for finding in row.findings)]
    assert not [one for one in hints if "nox -s " in one and "nox -s gonogo-" not in one]
