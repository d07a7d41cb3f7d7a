"""The rehearsal: the next release, all of it, in a temporary clone, against a bare remote and the embedded index."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from gonogo.artifacts import workshops
from gonogo.artifacts.store import Store
from gonogo.commands.bump import remarks
from gonogo.git import clone
from gonogo.git.lookups import one_command
from gonogo.git.repository import Git
from gonogo.model.board import Board, Row, is_go
from gonogo.model.errors import counted
from gonogo.model.plan import Plan
from gonogo.model.stage import AFTER_JUDGING, Stage
from gonogo.model.verdict import Finding, Verdict
from gonogo.project.bump import Bumper
from gonogo.release import build, contexts, extent, hooks, planner, record, recovery, stages, wheel_names
from gonogo.release.contexts import Context
from gonogo.release.planner import Request
from gonogo.release.record import Recorder
from gonogo.release.runner import Listener, carry, timed
from gonogo.release.stages import Prefetch
from gonogo.release.steps import prepare, step, steps
from gonogo.release.survey import survey
from gonogo.system import folders

if TYPE_CHECKING:
    from gonogo.test_index.faults import Faults
    from gonogo.test_index.scenarios import Scenario


@contextmanager
def prepared(folder: Path, request: Request, today: date) -> Iterator[tuple[Plan, Context, Path]]:
    """Give the plan of the next release, its context, and a temporary folder that holds all it makes."""
    with Bumper() as bumper, folders.temporary() as scratch:
        with recovery.explained(Git(folder)):
            project = survey(folder)
        recovery.require_finished(Git(folder))
        context = replace(contexts.local(project, scratch / "clone"), bumper=bumper, kept=Store(kept_in(scratch)))
        yield planner.plan(project, request, today), context, scratch


@one_command()
def rehearse(folder: Path, request: Request, today: date, listener: Listener) -> Board:
    """Rehearse the next release and throw everything away; refs, index and work tree stay as they are."""
    with prepared(folder, request, today) as (plan, context, scratch):
        recorder = Recorder(listener)
        rows = (*prepare_and_judge(plan, context, scratch, recorder), *remarks(plan))
        board = Board(f"rehearsal: {plan.name} {plan.old} -> {plan.new}", rows, after(request, rows))
        return record.keep(((plan, context),), board, recorder)


def after(request: Request, rows: tuple[Row, ...]) -> str:
    """Return what to type after a rehearsal."""
    command = "invoke release" if is_go(rows) else "fix that, then: nox -s rehearse --"
    return f"{command} {request.words}"


def kept_in(scratch: Path) -> Path:
    """Return a folder for the bytes of a rehearsal, which goes away with it."""
    folder = scratch / "kept"
    folder.mkdir()
    return folder


def prepare_and_judge(plan: Plan, context: Context, scratch: Path, listener: Listener) -> tuple[Row, ...]:
    """Prepare a release in the temporary clone and judge it: build, tests, checks, and the rehearsal of the rest."""
    with ExitStack() as stack:
        context = replace(context, backend=workshops.started(context.project.root, stack))
        rows = carry((step(Stage.PREPARE),), plan, context, listener)
        rows = (*rows, *around("before-judge", plan, context, listener)) if is_go(rows) else rows
        if not is_go(rows):
            return rows
        ahead = stack.enter_context(
            Prefetch(plan, context, lambda: stack.enter_context(stand_in(plan, context, scratch)))
        )
        for stage in (prepare.READ_BACK, extent.NAME, build.NAME):
            if is_go(rows):
                rows = (*rows, timed(stage, listener, STAGES[stage](plan, context)))
        context.clone("clean", "-ffdqx", "--", "*.egg-info/*")
        if is_go(rows):
            rows = (*rows, *judged(plan, context, ahead, listener))
        if is_go(rows):
            rows = (*rows, *around("after-judge", plan, context, listener))
        if is_go(rows):
            rows = (*rows, timed(prepare.SUMS, listener, lambda: prepare.name_files(plan, context)))
        if is_go(rows):
            rows = (*rows, *rehearsed(carry(steps(*AFTER_JUDGING), plan, ahead.context(), listener)))
    return rows


def judged(plan: Plan, context: Context, ahead: Prefetch, listener: Listener) -> tuple[Row, ...]:
    """Run tests and checks, and compare beside them the names of the files in the wheel with those before."""
    with wheel_names.compared(plan, context) as compared:
        rows = stages.judge(plan, context, ahead, listener, fresh=True)
        return (*rows, timed(wheel_names.NAME, listener, compared)) if is_go(rows) else rows


def around(hook: str, plan: Plan, context: Context, listener: Listener) -> tuple[Row, ...]:
    """Run the project's commands before or after the judging, and return their row; none where it has none."""

    def ran() -> Row:
        hooks.run(hook, plan, context)
        commands = counted(len(context.project.settings.hooks[hook]), "command")
        return Row(hook, Verdict.GO, note=f"ran {commands} of the project")

    return (timed(hook, listener, ran),) if context.project.settings.hooks.get(hook) else ()


def rehearsed(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Return the rows of steps taken in the stand-in context, marked so, without fixes that would fix nothing here."""
    return tuple(
        replace(
            row,
            name=f"{row.name}, rehearsed",
            note=SKIPPED if row.note.startswith("skipped: ") else row.note,
            findings=tuple(replace(one, fix=UNTOUCHED) for one in row.findings),
        )
        for row in rows
    )


SKIPPED = "skipped: a rehearsal creates no release on the forge"
UNTOUCHED = "this was a rehearsal, and nothing was changed; fix the cause, then type the command again"


STAGES = {
    prepare.READ_BACK: lambda plan, context: lambda: prepare.read_back(plan, context),
    extent.NAME: lambda plan, context: lambda: extent.row(plan, context),
    build.NAME: lambda plan, context: lambda: build.build(plan, context),
}


NO_REMOTE = "temporary-remote"  # the stand-in's name where there is no remote, so that no row reads as pushed


@contextmanager
def stand_in(
    plan: Plan, context: Context, scratch: Path, faults: Faults | None = None, beside: Iterable[str] = ()
) -> Iterator[Context]:
    """Give a context like the given one with stand-ins for repository, remote and index, which serves `beside` too."""
    repo = clone.clone(context.git, scratch / "repo", plan.branch, plan.base)
    bare = scratch / "remote.git"
    repo("clone", "--quiet", "--bare", "--shared", "--", str(repo.root), str(bare))
    remote = "origin" if context.remote else NO_REMOTE
    repo("remote", "add", remote, str(bare))
    with contexts.embedded(context.project.name, faults, beside) as target:
        yield moved(context, replace(context, repo=repo.root, remote=remote, index=target.index, token=target.token))


def moved(context: Context, there: Context) -> Context:
    """Return a context with repository, remote and index of another one, and without hooks that reach further."""
    settings = contexts.harmless(context.project.settings)
    project = replace(context.project, root=there.repo / context.subfolder, settings=settings)
    return replace(context, repo=there.repo, project=project, remote=there.remote, index=there.index, token=there.token)


def with_faults(folder: Path, request: Request, today: date, listener: Listener) -> Board:
    """Rehearse the next release once, then publish its files again and again through every scripted fault."""
    with prepared(folder, request, today) as (plan, context, scratch):
        rows = prepare_and_judge(plan, context, scratch, listener)
        if is_go(rows):
            rows = (*rows, *fault_rows(plan, context, scratch, listener))
    return Board(f"rehearsal with faults: {plan.name} {plan.old} -> {plan.new}", rows, after(request, rows))


def fault_rows(plan: Plan, context: Context, scratch: Path, listener: Listener) -> tuple[Row, ...]:
    """Publish through every scenario of the embedded index; GO where each ends as it must."""
    from concurrent.futures import ThreadPoolExecutor

    from gonogo.test_index import SCENARIOS

    with ThreadPoolExecutor(len(SCENARIOS), "fault") as pool:
        return tuple(pool.map(lambda one: fault_row(one, plan, context, scratch / "faults", listener), SCENARIOS))


def fault_row(scenario: Scenario, plan: Plan, context: Context, folder: Path, listener: Listener) -> Row:
    """Take a scenario's steps through its faults; GO where they end as they must."""
    from gonogo.test_index import Faults, open_index

    started = time.monotonic()
    faults = Faults(*scenario.faults)
    listener.began(scenario.name)
    with open_index(folder / scenario.name, faults=faults) as embedded:
        index = replace(embedded.index, name=scenario.name, embedded=True)
        here = replace(context, index=index, token=lambda: embedded.token)
        ended = end_of(scenario, plan, here)
        faults.released.set()
    as_it_must = ended == scenario.end
    findings = (
        () if as_it_must else (Finding("fault", f"it was {ended}, and must be {scenario.end}", scenario.sentence),)
    )
    verdict = Verdict.GO if as_it_must else Verdict.NO_GO
    row = Row(f"fault: {scenario.name}", verdict, time.monotonic() - started, f"{ended}; {scenario.sentence}", findings)
    listener.ended(replace(row, name=scenario.name))
    return row


def end_of(scenario: Scenario, plan: Plan, context: Context) -> str:
    """Take the scenario's steps and say how that ended: `done`, or `stopped`."""
    return "done" if is_go(carry(steps(*map(Stage, scenario.steps)), plan, context)) else "stopped"
