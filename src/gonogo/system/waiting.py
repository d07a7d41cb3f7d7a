"""What this process waits for outside of itself, and for how long at most: shown while a command runs."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class Wait:
    """One wait: for what, for how many seconds at most, and when it began."""

    what: str
    limit: float
    since: float

    @property
    def sentence(self) -> str:
        """What is waited for, in a few words."""
        return f"waiting for {self.what}, at most {self.limit:,.0f} s"


_numbers = itertools.count()
_waits: dict[int, Wait] = {}


@contextmanager
def waiting(what: str, limit: float) -> Iterator[None]:
    """Record what is waited for while inside."""
    number = next(_numbers)
    _waits[number] = Wait(what, limit, time.monotonic())
    try:
        yield
    finally:
        _waits.pop(number, None)


def sentences() -> tuple[str, ...]:
    """Return a sentence for each wait, the oldest first, each once."""
    return tuple(dict.fromkeys(wait.sentence for wait in list(_waits.values())))
