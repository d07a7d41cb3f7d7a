"""The checks, one file each: a name that should be true, what it needs, and a function over a Reader."""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

from gonogo.checks.reader import Reader
from gonogo.model.verdict import Examined


@dataclass(frozen=True)
class Check:
    """One check: its name, what the user reads of it, what it needs to be there, and what it does.

    `needs` are words of `tree`, `metadata`, `artifacts`, `index` and `work tree` (the user's own).
    """

    name: str
    doc: str
    needs: frozenset[str]
    function: Callable[[Reader], Examined]


def check_of(module: ModuleType) -> Check:
    """Return the check that a module of this package is."""
    name = module.__name__.rpartition(".")[2]
    return Check(name, (module.__doc__ or "").strip(), module.NEEDS, module.check)


def all_checks() -> tuple[Check, ...]:
    """Return every check of this package, in the order of their names."""
    return tuple(check_of(importlib.import_module(f"{__name__}.{name}")) for name in names())


def names() -> tuple[str, ...]:
    """Return the name of every check, in order."""
    return tuple(sorted(info.name for info in pkgutil.iter_modules(__path__) if info.name != "reader"))
