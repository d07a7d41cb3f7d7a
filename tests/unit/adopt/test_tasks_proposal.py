"""tasks.py: new, or gonogo's tasks in the collection that is there."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType

import pytest

Propose = Callable[..., tuple[dict[str, str], list[str]]]
PLAIN = '"""Tasks."""\n\nfrom invoke import task\n\n\n@task\ndef docs(c):\n    """Docs."""\n'
NAMED = 'from invoke import Collection, task\n\n\n@task\ndef docs(c):\n    """Docs."""\n\n\nns = Collection(docs)\n'


def test_a_new_file_is_two_statements(propose: Propose) -> None:
    assert propose({})[0]["tasks.py"].endswith("import gonogo\n\nns = gonogo.tasks()\n")


@pytest.mark.parametrize("own", [PLAIN, NAMED, NAMED.replace("ns =", "namespace =")])
def test_tasks_that_are_there_stay_and_gonogo_s_come_beside_them(own: str, propose: Propose) -> None:
    text = propose({"tasks.py": own})[0]["tasks.py"]
    module = ModuleType("own_tasks")
    sys.modules["own_tasks"] = module
    try:
        exec(compile(text, "tasks.py", "exec"), module.__dict__)  # noqa: S102 - the file under test
    finally:
        del sys.modules["own_tasks"]
    collection = getattr(module, "ns", None) or module.namespace
    assert {"docs", "bump", "status"} <= set(collection.task_names)


@pytest.mark.parametrize("own", [PLAIN, NAMED])
def test_the_second_time_nothing_changes(own: str, propose: Propose) -> None:
    text = propose({"tasks.py": own})[0]["tasks.py"]
    assert "tasks.py" not in propose({"tasks.py": text})[0]


def test_names_that_clash_get_a_prefix_and_are_reported(propose: Propose) -> None:
    changes, notes = propose({"tasks.py": PLAIN.replace("docs", "bump")})
    assert 'gonogo.tasks(prefix="gonogo-")' in changes["tasks.py"]
    assert any("tasks of its own called bump" in note for note in notes)
