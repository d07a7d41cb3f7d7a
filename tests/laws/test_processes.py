"""Laws of every file (R37, R41, R42): no shell, no process but through the few hands, nothing global changed."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

import gonogo

ROOT = Path(gonogo.__path__[0])
FILES = sorted(ROOT.rglob("*.py"))

HANDS = {
    "system/process.py": "every program that runs to its end",
    "project/bump.py": "bump-my-version, which is asked more than once",
    "artifacts/backend.py": "the build backend, which is asked more than once",
}
"""The files that may start a process, and what it is for."""

CHILDREN = {
    "artifacts/hook_server.py",
    "project/bump_server.py",
    "artifacts/manifest_comparer.py",
    "artifacts/inspector.py",
}
"""Files that run as processes of their own: what they change dies with them."""

RESTORED = {"system/folders.py": "TMPDIR, for as long as one command runs, so that what it leaves can be swept"}
"""Files that change what is global and put it back."""

SHELLS = {"system", "popen", "getoutput", "getstatusoutput", "execv", "execve", "execvp", "spawnl", "startfile"}
CODE = {"eval", "exec", "compile", "__import__"}


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def found(path: Path) -> tuple[tuple[ast.Call, ...], tuple[ast.Import, ...], tuple[ast.ImportFrom, ...]]:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    calls, plain, from_ = (tuple(n for n in nodes if isinstance(n, k)) for k in (ast.Call, ast.Import, ast.ImportFrom))
    return calls, plain, from_


def calls(path: Path) -> tuple[ast.Call, ...]:
    return found(path)[0]


@cache
def name_of(call: ast.Call) -> str:
    return ast.unparse(call.func)


def keywords(call: ast.Call) -> dict[str, str]:
    return {one.arg: ast.unparse(one.value) for one in call.keywords if one.arg}


def starts_processes(path: Path) -> bool:
    starts = (
        "subprocess.Popen",
        "subprocess.run",
        "subprocess.check_",
        "subprocess.call",
        "asyncio.create_subprocess",
        "os.posix_spawn",
        "os.fork",
        "pty.",
    )
    return shown(path) not in CHILDREN and any(name_of(call).startswith(starts) for call in calls(path))


def test_there_are_files_to_examine():
    assert len(FILES) > 100
    assert set(HANDS) <= set(map(shown, FILES))


def test_processes_are_started_by_the_hands_alone():
    assert {shown(path) for path in FILES if starts_processes(path)} == set(HANDS)


@pytest.mark.parametrize("path", [ROOT / name for name in HANDS], ids=HANDS)
def test_a_process_is_given_a_list_an_environment_and_no_shell(path):
    started = [call for call in calls(path) if name_of(call) == "subprocess.Popen"]
    assert started
    for call in started:
        assert isinstance(call.args[0], ast.List) or ast.unparse(call.args[0]).startswith("list(")
        assert "env" in keywords(call)
        assert "shell" not in keywords(call)


@pytest.mark.parametrize("path", [ROOT / name for name in HANDS], ids=HANDS)
def test_a_process_is_known_so_that_a_signal_ends_it(path):
    started = [ast.unparse(call) for call in calls(path) if name_of(call) == "subprocess.Popen"]
    known = [ast.unparse(call.args[0]) for call in calls(path) if name_of(call) == "known"]
    assert started == known


def test_no_call_anywhere_goes_to_a_shell_or_runs_a_text_as_code():
    found = {
        f"{shown(path)}: {name_of(call)}"
        for path in FILES
        for call in calls(path)
        if keywords(call).get("shell", "False") != "False"
        or name_of(call) in CODE
        or (name_of(call).startswith(("os.", "subprocess.")) and name_of(call).split(".")[-1] in SHELLS)
    }
    assert found == set()


def test_nothing_changes_folder_or_environment_but_a_process_of_its_own():
    changing = ("os.chdir", "os.environ.update", "os.environ.setdefault", "os.putenv", "os.environ.pop")
    found = {shown(path) for path in FILES for call in calls(path) if name_of(call) in changing}
    assert found <= CHILDREN | set(RESTORED)


def test_certificates_are_always_checked():
    unchecked = re.compile(r"\bverify\s*=\s*False|CERT_NONE|disable_warnings|_create_unverified_context")
    assert unchecked.search("requests.get(page, verify=False)")
    assert [shown(path) for path in FILES if unchecked.search(path.read_text(encoding="utf-8"))] == []


def imported(path: Path) -> set[str]:
    _, plain, from_ = found(path)
    return {alias.name for node in plain for alias in node.names} | {node.module or "" for node in from_}


def test_nothing_is_unpickled():
    assert [shown(path) for path in FILES if imported(path) & {"pickle", "marshal", "shelve", "dill"}] == []
