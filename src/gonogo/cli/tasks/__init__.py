"""The Invoke tasks; each `@command` in a module of this package is one."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from typing import TYPE_CHECKING

from gonogo.cli.task import Command

if TYPE_CHECKING:
    from invoke.collection import Collection


def all_tasks() -> list[Command]:
    """Return the commands of every module in this package, by name."""
    modules = [importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    found = (value for module in modules for value in vars(module).values() if isinstance(value, Command))
    return sorted(found, key=lambda one: one.name)


def collection(prefix: str = "") -> Collection:
    """Return the tasks of a project as an Invoke collection; `prefix` stands before each name."""
    import atexit

    from gonogo.cli import advice

    tasks = made(prefix, [one for one in all_tasks() if not one.program_only])
    atexit.register(advice.answer_misspelt, set(tasks.task_names))
    return tasks


def everything() -> Collection:
    """Return every task, for the program `gonogo`."""
    return made("", all_tasks())


def made(prefix: str, chosen: Iterable[Command]) -> Collection:
    """Return the tasks of some commands as an Invoke collection."""
    from invoke.collection import Collection

    whole = Collection()
    for one in chosen:
        whole.add_task(one.task(), name=prefix + one.name)
    return whole
