"""What the world says of a step: TODO, DONE, CONFLICT or UNKNOWN."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum


class State(Enum):
    """The four answers of a probe; UNKNOWN always stops and is never read as TODO."""

    TODO = "TODO"
    DONE = "DONE"
    CONFLICT = "CONFLICT"
    UNKNOWN = "UNKNOWN"


class Reach(IntEnum):
    """How far a step's effect goes."""

    NONE = 0
    REPO = 1
    REMOTE = 2
    PUBLIC = 3


@dataclass(frozen=True)
class Probe:
    """One look at where a release stands: the state, and why; `skipped` where a project has no such step."""

    state: State
    why: str = ""
    skipped: bool = False
