"""Prefixes of a project, read back from its noxfile.py and tasks.py, which are never run."""

import ast
from collections.abc import Mapping
from pathlib import Path

from gonogo.model.errors import GonogoError
from gonogo.model.project import Prefixes
from gonogo.project.python_source import PyModule
from gonogo.project.tree import Tree

NOXFILE = "noxfile.py"
TASKS = ("tasks.py", "tasks/__init__.py")  # where Nox finds sessions, and where Invoke finds tasks


def find(root: Path, instead: Mapping[str, str] | None = None) -> Prefixes:
    """Return the prefixes that a folder's files say; `instead` holds texts that stand for files, by path."""
    texts = instead or {}
    tasks = (given(root, path, "tasks", texts) for path in TASKS)
    return Prefixes(given(root, NOXFILE, "sessions", texts), next(filter(None, tasks), ""))


def given(root: Path, path: str, function: str, instead: Mapping[str, str]) -> str:
    """Return the prefix that a file gives to gonogo's function; empty where it cannot be read: others report that."""
    try:
        text = instead.get(path) or Tree(root).text(path)
        return PyModule(text, ast.parse(text)).prefix(function) if "gonogo" in text else ""
    except (GonogoError, OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return ""


def nearest(here: Path) -> Prefixes:
    """Return the prefixes that hold in a folder: each as the nearest file says it, there or above."""
    folders = (here, *here.parents)
    nox = next((one for one in folders if (one / NOXFILE).is_file()), here)
    tasks = next((one for one in folders if has_tasks(one)), here)
    found = find(nox)
    return found if nox == tasks else Prefixes(found.sessions, find(tasks).tasks)


def has_tasks(folder: Path) -> bool:
    """Return whether Invoke finds tasks in a folder."""
    return any((folder / path).is_file() for path in TASKS)
