"""The rehearsal: the next release, all of it, in a candidate, against a bare remote and the embedded index."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from gonogo.artifacts.store import Kept
from gonogo.commands.bump import remarks
from gonogo.git import clone
from gonogo.model.board import Board, Row, is_go
from gonogo.model.errors import counted
from gonogo.model.plan import Plan
from gonogo.model.stage import AFTER_JUDGING, Stage
from gonogo.model.verdict import Verdict
from gonogo.project.bump import Bumper
from gonogo.release import build, contexts, extent, hooks, planner, readback, stages
from gonogo.release.context import World
from gonogo.release.planner import Request
from gonogo.release.prefetch import Ahead
from gonogo.release.runner import Listener, carry
from gonogo.release.steps import step, steps
from gonogo.release.survey import survey
from gonogo.release.timing import timed
from gonogo.system import folders

if TYPE_CHECKING:
    from gonogo.test_index.faults import Faults


def rehearse(folder: Path, request: Request, today: date, listener: Listener) -> Board:
    """Rehearse the next release and throw everything away; refs, index and work tree stay as they are."""
    with Bumper() as bumper, folders.temporary() as aside:
        project = survey(folder)
        world = replace(contexts.local(project, aside / "candidate"), bumper=bumper, kept=Kept(kept_aside(aside)))
        plan = planner.plan(project, request, today)
        rows = (*prepare_and_judge(plan, world, aside, listener), *remarks(plan))
    return Board(f"rehearsal: {plan.name} {plan.old} -> {plan.new}", rows, after(request, rows))


def after(request: Request, rows: tuple[Row, ...]) -> str:
    """Return what to type after a rehearsal."""
    command = "invoke release" if is_go(rows) else "fix that, then: nox -s rehearse --"
    return f"{command} {request.words}"


def kept_aside(aside: Path) -> Path:
    """Return a folder for the bytes of a rehearsal, which goes away with it."""
    folder = aside / "kept"
    folder.mkdir()
    return folder


def prepare_and_judge(plan: Plan, world: World, aside: Path, listener: Listener) -> tuple[Row, ...]:
    """Prepare a release in the candidate and judge it there: build, tests, checks, and the rehearsal of the rest.

    The egg-info that setuptools leaves in the candidate when it is asked for metadata is cleaned away.
    """
    rows = carry((step(Stage.PREPARE),), plan, world, listener)
    rows = (*rows, *around("before-judge", plan, world, listener)) if is_go(rows) else rows
    if not is_go(rows):
        return rows
    with ExitStack() as stack:
        ahead = stack.enter_context(Ahead(plan, world, lambda: stack.enter_context(stand_in(plan, world, aside))))
        for stage in (readback.NAME, extent.NAME, build.NAME):
            if is_go(rows):
                rows = (*rows, timed(stage, listener, STAGES[stage](plan, world)))
        world.aside("clean", "-ffdqx", "--", "*.egg-info/*")
        if is_go(rows):
            rows = (*rows, *stages.judge(plan, world, ahead, listener, fresh=True))
        if is_go(rows):
            rows = (*rows, *around("after-judge", plan, world, listener))
        if is_go(rows):
            rows = (*rows, *rehearsed(carry(steps(*AFTER_JUDGING), plan, ahead.world(), listener)))
    return rows


def around(hook: str, plan: Plan, world: World, listener: Listener) -> tuple[Row, ...]:
    """Run the project's commands before or after the judging, and return their row; none where it has none."""

    def ran() -> Row:
        hooks.run(hook, plan, world)
        commands = counted(len(world.project.settings.hooks[hook]), "command")
        return Row(hook, Verdict.GO, note=f"ran {commands} of the project")

    return (timed(hook, listener, ran),) if world.project.settings.hooks.get(hook) else ()


def rehearsed(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Return the rows of steps that were taken in the stand-in world, said so by their names.

    The fix for the real step would fix nothing here: nothing was changed.
    """
    return tuple(
        replace(row, name=f"{row.name}, rehearsed", findings=tuple(replace(one, fix=UNTOUCHED) for one in row.findings))
        for row in rows
    )


UNTOUCHED = "this was a rehearsal, and nothing was changed; fix the cause, then type the command again"


STAGES = {
    readback.NAME: lambda plan, world: lambda: readback.row(plan, world),
    extent.NAME: lambda plan, world: lambda: extent.row(plan, world),
    build.NAME: lambda plan, world: lambda: build.build(plan, world),
}


NO_REMOTE = "temporary-remote"
"""How the stand-in of a remote is named where the repository has none, so that no row reads as pushed."""


@contextmanager
def stand_in(plan: Plan, world: World, aside: Path, faults: Faults | None = None) -> Iterator[World]:
    """Give a world like the given one, in which everything outside is a stand-in: repository, remote and index."""
    repo = clone.clone(world.git, aside / "repo", plan.branch, plan.base)
    bare = aside / "remote.git"
    repo("clone", "--quiet", "--bare", "--shared", "--", str(repo.root), str(bare))
    remote = "origin" if world.remote else NO_REMOTE
    repo("remote", "add", remote, str(bare))
    with contexts.embedded(world.project.name, faults) as target:
        settings = contexts.harmless(world.project.settings)
        project = replace(world.project, root=repo.root / world.subfolder, settings=settings)
        yield replace(world, repo=repo.root, project=project, remote=remote, index=target.index, token=target.token)


def with_faults(folder: Path, request: Request, today: date, listener: Listener) -> Board:
    """Rehearse the next release once, then publish its files again and again through every scripted fault."""
    from gonogo.release import fault_injection

    with Bumper() as bumper, folders.temporary() as aside:
        project = survey(folder)
        world = replace(contexts.local(project, aside / "candidate"), bumper=bumper, kept=Kept(kept_aside(aside)))
        plan = planner.plan(project, request, today)
        rows = prepare_and_judge(plan, world, aside, listener)
        if is_go(rows):
            rows = (*rows, *fault_injection.rows(plan, world, aside, listener))
    return Board(f"rehearsal with faults: {plan.name} {plan.old} -> {plan.new}", rows, after(request, rows))
