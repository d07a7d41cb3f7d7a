"""What this process does outside itself: whether it has changed anything, and what it waits for."""

import itertools
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_made: list[str] = []


def record(what: str, place: Path | None = None) -> None:
    """Record that something is about to be changed, unless the place is in the temporary folder."""
    if place is None or not place.is_relative_to(Path(tempfile.gettempdir()).resolve()):
        _made.append(what)


def are_made() -> bool:
    """Return whether anything was changed."""
    return bool(_made)


@dataclass(frozen=True)
class Wait:
    """One wait: for what, for how many seconds at most, and when it began, in seconds since 1970."""

    what: str
    limit: float
    since: float

    @property
    def sentence(self) -> str:
        """What is waited for, in a few words."""
        return f"waiting for {self.what}, at most {self.limit:,.0f} s"


_numbers = itertools.count()
_waits: dict[int, Wait] = {}


@dataclass(frozen=True)
class Past:
    """What has ended: a wait, or work beside the stages; when it began in seconds since 1970, and its seconds."""

    what: str
    since: float
    seconds: float
    waited: bool


_past: list[Past] = []


@contextmanager
def waiting(what: str, limit: float) -> Iterator[None]:
    """Record what is waited for while inside."""
    number, wait = next(_numbers), Wait(what, limit, time.time())
    _waits[number] = wait
    try:
        yield
    finally:
        _waits.pop(number, None)
        _past.append(Past(what, wait.since, time.time() - wait.since, waited=True))


@contextmanager
def beside(what: str) -> Iterator[None]:
    """Record work that is done beside the stages."""
    since = time.time()
    try:
        yield
    finally:
        _past.append(Past(what, since, time.time() - since, waited=False))


def past() -> tuple[Past, ...]:
    """Return what this process has waited for and what it did beside its stages, as far as that has ended."""
    return tuple(_past)


def sentences() -> tuple[str, ...]:
    """Return a sentence for each wait, the oldest first, each once."""
    return tuple(dict.fromkeys(wait.sentence for wait in list(_waits.values())))
