"""Scripted faults: what may go wrong between a client and an index, as data.

Each kind is a module of `gonogo.test_index.kinds`, found by its name; it says what happens (`act`), on which
requests it stands when a fault does not say (`ON`), and brings scenarios.
"""

from __future__ import annotations

import importlib
import pkgutil
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from gonogo.test_index.connection import Exchange


@dataclass(frozen=True)
class Fault:
    """One fault: its kind, on which requests, from the `nth` of them on (1 is the first), how many `times`.

    0 times is always. `on` is a category of `exchange.CATEGORIES`; empty stands for the kind's own. `status`
    and `retry_after` (seconds) are read by the kinds that answer, `ms` by those that wait; `path` restricts the fault
    to requests whose path holds it.
    """

    kind: str
    on: str = ""
    nth: int = 1
    times: int = 1
    status: int = 503
    retry_after: int | None = None
    ms: int = 0
    path: str = ""


@dataclass(frozen=True)
class Scenario:
    """A release under faults: a name, what happens in one sentence, the faults, and how a release ends.

    `end` is `done` where a release is whole in spite of it, `stopped` where it has to stop and say so; `steps`
    are those that have to be taken to meet the faults.
    """

    name: str
    sentence: str
    faults: tuple[Fault, ...]
    end: Literal["done", "stopped"]
    steps: tuple[str, ...] = ("publish",)


class Faults:
    """A script of faults: the first that is due for a request happens; safe to use from many threads."""

    def __init__(self, *faults: Fault) -> None:
        """Take the script; TypeError and KeyError are bugs of its writer."""
        self._script = faults
        self._counts = [0] * len(faults)
        self._lock = threading.Lock()
        self.released = threading.Event()

    def due(self, exchange: Exchange) -> Fault | None:
        """Return the fault that happens to a request, or None; every call counts."""
        with self._lock:
            due = [self._counted(place, exchange) for place in range(len(self._script))]
        return next((fault for fault in due if fault is not None), None)

    def _counted(self, place: int, exchange: Exchange) -> Fault | None:
        fault = self._script[place]
        if not stands_on(fault, exchange):
            return None
        self._counts[place] += 1
        late = self._counts[place] - fault.nth
        return fault if late >= 0 and (not fault.times or late < fault.times) else None


def stands_on(fault: Fault, exchange: Exchange) -> bool:
    """Return whether a fault is about this request."""
    module = kind(fault.kind)
    if not exchange.belongs_to(fault.on or module.ON) or fault.path not in exchange.environ["PATH_INFO"]:
        return False
    wants = getattr(module, "wants", None)
    return wants is None or bool(wants(exchange))


def act(fault: Fault, exchange: Exchange) -> None:
    """Let a fault happen."""
    kind(fault.kind).act(exchange, fault)


def kind(name: str) -> Any:
    """Return the module of a kind."""
    return importlib.import_module(f"gonogo.test_index.kinds.{name}")


def kinds() -> list[str]:
    """Return the names of all kinds."""
    import gonogo.test_index.kinds as room

    return sorted(module.name for module in pkgutil.iter_modules(room.__path__))


def scenarios() -> list[Scenario]:
    """Return every scenario that the kinds bring, by name."""
    return sorted((one for name in kinds() for one in kind(name).SCENARIOS), key=lambda one: one.name)
