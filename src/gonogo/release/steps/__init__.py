"""The steps of a release, one file each; each can see from repository, remote and index whether it is done.

Their order is that of `model.stage.Stage`.
"""

import importlib
from collections.abc import Callable
from dataclasses import dataclass

from gonogo.model.plan import Plan
from gonogo.model.stage import FROM_PUBLISH, STEPS, Probe, Reach, ReleaseState, Stage, WayOut
from gonogo.release.contexts import Context


@dataclass(frozen=True)
class Step:
    """One step: its stage, how far it reaches, what it can do, and the state of a release that waits for it.

    `describe` says in one sentence what `apply` would do; `probe` looks and changes nothing. `undo` takes back what
    was done and returns a sentence; None where another step's undo, or nobody, takes it back. `on_conflict` is its
    own way out of a CONFLICT. `require` raises what forbids the act, before its hooks run.
    """

    stage: Stage
    reach: Reach
    waiting: ReleaseState
    describe: Callable[[Plan, Context], str]
    probe: Callable[[Plan, Context], Probe]
    apply: Callable[[Plan, Context], None]
    undo: Callable[[Plan, Context], str] | None = None
    on_conflict: WayOut | None = None
    require: Callable[[Plan, Context], None] | None = None

    @property
    def name(self) -> str:
        """The name that a user reads."""
        return self.stage.value

    @property
    def way_out(self) -> WayOut:
        """What to do where it is in CONFLICT: what is public is fixed by hand, all else is taken back."""
        return self.on_conflict or (FIX_BY_HAND if self.stage in FROM_PUBLISH else TAKE_BACK)


TAKE_BACK = WayOut("take the release back here: invoke undo", "invoke undo")
FIX_BY_HAND = WayOut("fix what it names, then type: invoke resume", "fix what it names, then: invoke resume")


def step(stage: Stage) -> Step:
    """Return one step."""
    module = importlib.import_module(f"{__name__}.{stage.value}")
    own = (getattr(module, name, None) for name in ("take_back", "ON_CONFLICT", "require"))
    return Step(stage, module.REACH, module.WAITING, module.describe, module.probe, module.apply, *own)


def steps(*stages: Stage) -> tuple[Step, ...]:
    """Return several steps, in the order in which they are given."""
    return tuple(map(step, stages))


def all_steps() -> tuple[Step, ...]:
    """Return every step in its order."""
    return steps(*STEPS)
