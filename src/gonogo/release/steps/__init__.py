"""The steps of a release, one file each; each can tell from the world whether it has already happened."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

from gonogo.model.plan import Plan
from gonogo.model.probe import Probe, Reach
from gonogo.release.context import World


@dataclass(frozen=True)
class Step:
    """One step: its name, how far it reaches, the step before it, and what it can do.

    `describe` says in one sentence what `apply` would do; `probe` looks at the world and changes nothing.
    """

    name: str
    reach: Reach
    after: str
    describe: Callable[[Plan, World], str]
    probe: Callable[[Plan, World], Probe]
    apply: Callable[[Plan, World], None]


def step_of(module: ModuleType) -> Step:
    """Return the step that a module of this room is."""
    name = module.__name__.rpartition(".")[2]
    return Step(name, module.REACH, module.AFTER, module.describe, module.probe, module.apply)


def step(name: str) -> Step:
    """Return one step by name."""
    return step_of(importlib.import_module(f"{__name__}.{name}"))


def all_steps() -> tuple[Step, ...]:
    """Return every step of this room, each after the one that it names."""
    found = {info.name: step(info.name) for info in pkgutil.iter_modules(__path__)}
    followers = {one.after: one for one in found.values()}
    ordered: list[Step] = []
    name = ""
    while name in followers:
        ordered.append(followers[name])
        name = followers[name].name
    return tuple(ordered)
