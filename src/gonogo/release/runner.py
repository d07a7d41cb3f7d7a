"""The runner: takes a release through its steps in their order, looks again after every act, and times each stage."""

import dataclasses
import time
from collections.abc import Callable, Iterable
from typing import Protocol

from gonogo.git import lookups
from gonogo.model.board import Row, error_row
from gonogo.model.errors import GonogoError, Status, readable_error
from gonogo.model.plan import Plan
from gonogo.model.stage import AFTER_JUDGING, Probe, Reach, State
from gonogo.model.verdict import Finding, Verdict
from gonogo.release import hooks
from gonogo.release.contexts import Context
from gonogo.release.steps import Step


class Listener(Protocol):
    """A listener: it is called when a stage begins and ends."""

    def began(self, name: str) -> None:
        """Hear that a stage begins."""

    def ended(self, row: Row) -> None:
        """Hear how a stage ended."""

    def heard(self, line: str) -> None:
        """Hear a line that a program printed."""


class Silence:
    """A listener that does nothing."""

    def began(self, name: str) -> None:
        """Hear nothing."""

    def ended(self, row: Row) -> None:
        """Hear nothing."""

    def heard(self, line: str) -> None:
        """Hear nothing."""


def carry(steps: Iterable[Step], plan: Plan, context: Context, listener: Listener | None = None) -> tuple[Row, ...]:
    """Take steps in their order until one is not DONE after it; UNKNOWN and CONFLICT are never acted upon."""
    listener = listener or Silence()
    rows: list[Row] = []
    for step in steps:
        listener.began(step.name)
        started = time.monotonic()
        try:
            probe, note = act(step, plan, context)
        except (GonogoError, OSError) as error:
            row = error_row(step.name, readable_error(error), time.monotonic() - started)
            listener.ended(row)
            return (*rows, row)
        row = row_of(step, probe, note, time.monotonic() - started)
        listener.ended(row)
        rows.append(row)
        if row.verdict is not Verdict.GO:
            break
    return tuple(rows)


def act(step: Step, plan: Plan, context: Context) -> tuple[Probe, str]:
    """Look, act where there is something to do, look again; return the last look and a note.

    A hook runs once, around the act: a step that is DONE already has none. So a failing `before-STEP` is run again by
    the next command, and a failing `after-STEP` is not: the step has happened. It is NO-GO once, the user types the
    command, and `invoke resume` goes on with the next step.
    """
    lookups.new_phase()
    before = step.probe(plan, context)
    if before.state is not State.TODO:
        return before, "already done" if before.state is State.DONE and not before.skipped else ""
    if step.require:
        step.require(plan, context)
    around = step.stage in AFTER_JUDGING
    if around:
        hooks.run(f"before-{step.name}", plan, context)
    step.apply(plan, context)
    after = settled(step, plan, context)
    if around and after.state is State.DONE:
        hooks.run(f"after-{step.name}", plan, context, hooks.AfterHookFailed)
    return after, ""


def settled(step: Step, plan: Plan, context: Context) -> Probe:
    """Look again after an act; a public index may show an old page for a moment, so look a few times."""
    lookups.new_phase()
    probe = step.probe(plan, context)
    for pause in SETTLING if step.reach is Reach.PUBLIC else ():
        if probe.state in (State.DONE, State.CONFLICT):
            break
        time.sleep(pause)
        probe = step.probe(plan, context)
    return probe


SETTLING = (0.1, 0.4, 1.0, 2.0)  # seconds to wait between looks at something public that was just changed


def row_of(step: Step, probe: Probe, note: str, seconds: float) -> Row:
    """Return the row of a probe."""
    if probe.state is State.DONE:
        return Row(step.name, Verdict.GO, seconds, "; ".join(filter(None, (note, probe.why))))
    verdict = Verdict.UNKNOWN if probe.state is State.UNKNOWN else Verdict.NO_GO
    why = probe.why or f"{step.name} has not happened though it ran without an error"
    finding = Finding(probe.state.value.lower(), why, fix=FIXES[probe.state])
    return Row(step.name, verdict, seconds, findings=(finding,), status=status_of(probe))


FIXES = {
    State.TODO: "type: invoke resume",
    State.CONFLICT: "somebody else changed this; see what has changed with: invoke status",
    State.UNKNOWN: "nothing was done on a guess; try again when it answers: invoke resume",
    State.DONE: "",
}


def status_of(probe: Probe) -> Status:
    """Return the exit status that says a probe's state."""
    return {
        State.DONE: Status.GO,
        State.TODO: Status.NO_GO,
        State.CONFLICT: Status.CONFLICT,
        State.UNKNOWN: Status.UNKNOWN,
    }[probe.state]


def timed(name: str, listener: Listener, act: Callable[[], Row]) -> Row:
    """Run a stage; its error becomes its row."""
    lookups.new_phase()
    listener.began(name)
    started = time.monotonic()
    row = Row(name, Verdict.NO_GO)
    try:
        row = dataclasses.replace(act(), seconds=time.monotonic() - started)
    except (GonogoError, OSError) as error:
        row = error_row(name, readable_error(error), time.monotonic() - started)
    finally:
        listener.ended(dataclasses.replace(row, name=name))
    return row
