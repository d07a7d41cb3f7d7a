"""The Invoke tasks, one file each; a new file is a new task."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

from gonogo.cli.task import Door

if TYPE_CHECKING:
    from invoke.collection import Collection


def doors() -> Iterator[Door]:
    """Yield the door of every module in this room."""
    for found in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{found.name}")
        yield from (value for value in vars(module).values() if isinstance(value, Door))


def collection(prefix: str = "") -> Collection:
    """Return all tasks as an Invoke collection; `prefix` stands before each name."""
    from invoke.collection import Collection

    whole = Collection()
    for one in doors():
        whole.add_task(one.task(), name=prefix + one.name)
    return whole
