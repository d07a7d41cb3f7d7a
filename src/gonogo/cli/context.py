"""What the sessions of one Nox run share: the project, the embedded index, and which stage was red."""

from __future__ import annotations

import atexit
import dataclasses
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from gonogo.cli.options import REHEARSAL, Options
from gonogo.model.board import Board, Row
from gonogo.model.errors import GonogoError, NoGo, Status
from gonogo.model.stage import JUDGING, ReleaseState, Stage, State
from gonogo.model.verdict import Verdict

if TYPE_CHECKING:
    from gonogo.model.plan import Plan
    from gonogo.model.project import Project
    from gonogo.release.contexts import Context, Target
    from gonogo.release.record import Recorder

JUDGED = tuple(stage.value for stage in JUDGING)
STAGES = tuple(stage.value for stage in Stage)  # the stages by name; other rows are never in a run's list


class StageWasNotGo(NoGo):
    text = "{stage} was {verdict} in this run; nothing after it runs"
    hint_text = "do what its board says, then type: nox -s {stages}"


class SessionContext:
    """What the sessions of one Nox run share."""

    def __init__(self) -> None:
        self._red: dict[str, Verdict] = {}
        self._open = ExitStack()
        self._contexts: dict[str, Context] = {}
        self._plans: dict[str, Plan] = {}
        self.names: tuple[str, ...] = ()

    @cached_property
    def root(self) -> Path:
        """The project's folder: where Nox was started."""
        return Path.cwd()

    @cached_property
    def progress(self) -> Recorder:
        """What shows how far a session is, and records it."""
        from gonogo.cli.progress import Progress
        from gonogo.release.record import Recorder

        return Recorder(Progress())

    @cached_property
    def project(self) -> Project:
        """The project, surveyed once."""
        from gonogo.release.survey import survey

        return survey(self.root)

    @cached_property
    def embedded(self) -> Target:
        """The embedded index, opened when it is first asked for; it serves the package, or all of several."""
        from gonogo.release import contexts

        atexit.register(self._open.close)
        own, *beside = self.names or (self.project.name,)
        return self._open.enter_context(contexts.embedded(own, beside=beside))

    @cached_property
    def local(self) -> Context:
        """The context as far as the remote, without an index."""
        from gonogo.release import contexts

        return contexts.local(self.project)

    def plan(self, options: Options) -> Plan:
        """Return the plan of what HEAD holds; with --tag, of that tag, which must be at HEAD; made once."""
        if options.tag not in self._plans:
            self._plans[options.tag] = self._planned(options)
        return self._plans[options.tag]

    def _planned(self, options: Options) -> Plan:
        from gonogo.release import planner

        return planner.of_tag(self.project, options.tag) if options.tag else planner.of_head(self.project)

    def pythons(self) -> list[str] | None:
        """Return the Pythons to test on, as the settings say; a broken file is reported later, by the session."""
        from gonogo.git.repository import Git
        from gonogo.release.survey import settings_of

        try:
            return list(settings_of(self.root, Git(self.root).top).pythons) or None
        except (GonogoError, OSError):
            return None

    def context(self, to: str) -> Context:
        """Return the context whose index is `to`."""
        from gonogo.release import contexts

        if to not in self._contexts:
            self._contexts[to] = contexts.real(self.project, to, self.embedded if to == REHEARSAL else None)
        return self._contexts[to]

    def unopened(self, to: str) -> Context:
        """Return the context whose index is `to`, in which the embedded one is only named and not open yet."""
        from gonogo.model.index import Index

        return dataclasses.replace(self.local, index=Index(to, "", "")) if to == REHEARSAL else self.context(to)

    def in_turn(self, name: str, act: Callable[[], Board]) -> Board:
        """Run a stage unless one before it was red in this run."""
        for stage, verdict in self._red.items():
            if stage in before(name):
                raise StageWasNotGo(stage=stage, verdict=verdict.value, stages=" ".join((*typed(before(name)), name)))
        return act()

    def note(self, name: str, board: Board) -> None:
        """Remember a red stage."""
        if board.verdict is not Verdict.GO and name in STAGES:
            self._red.setdefault(name, board.verdict)

    def mark_failed(self, name: str) -> None:
        """Remember a stage that failed before it could show a board."""
        if name in STAGES:
            self._red.setdefault(name, Verdict.UNKNOWN)

    def take_over(self, options: Options) -> None:
        """Take the files that another job judged, where --from names their folder."""
        from gonogo.release import build

        for folder in filter(None, (options.source, options.manifest)):
            build.take_over(self.local, self.plan(options), options.folder(folder))

    def built(self, options: Options) -> Row:
        """Return the row of the build: of kept files, else of those that are built now."""
        from gonogo.release import build

        return self.stage(build.NAME, lambda: build.build(self.plan(options), self.local))

    def hand_on(self, options: Options) -> None:
        """Write files, manifest and verdicts into the folder that --into names, for another job."""
        from gonogo.release import build

        if options.into:
            build.hand_on(self.local.manifest(self.plan(options)), self.local, options.folder(options.into))

    def stage(self, name: str, act: Callable[[], Row]) -> Row:
        """Run one stage, with its progress shown."""
        from gonogo.release.runner import timed

        return timed(name, self.progress, act)

    def board(self, title: str, rows: Sequence[Row], options: Options, after: str) -> Board:
        """Return the board of a session, with what to type next."""
        plan, conflict = self.plan(options), out_of_conflict(rows)
        board = Board(f"{title}: {plan.name} {plan.new}", tuple(rows), after)
        if board.verdict is not Verdict.GO:
            board = dataclasses.replace(board, next_command=conflict or after_red(title, options))
        if plan.tag and options.to == REHEARSAL and board.verdict is not Verdict.UNKNOWN and not conflict:
            board = dataclasses.replace(board, next_command=self.after_tag(title.partition(" ")[0], plan, board))
        from gonogo.release import record

        return record.keep(((plan, self.local),), board, self.progress)

    def after_tag(self, name: str, plan: Plan, board: Board) -> str:
        """Return what follows a session on a tag: what `status` says of it; no commit on top of it fixes it."""
        from gonogo.commands.status import at_top
        from gonogo.release import contexts, state
        from gonogo.release.steps import push

        is_go = board.verdict is Verdict.GO
        if name not in (LAST if is_go else (*JUDGED, *LAST)):
            return board.next_command
        probe = push.probe(plan, self.local)
        is_pushed = probe.state is State.DONE and not probe.skipped
        if is_pushed and not push.is_declared(plan, self.local.git):
            return "invoke status" if is_go else board.next_command
        context = contexts.real(self.project, self.project.settings.index)
        standing = state.read(self.project, context)
        if is_go:
            return at_top(standing, context, state.next_command(standing, context))
        back = BACK.get(standing.state)
        return at_top(standing, context, f"{back}, then: {AGAIN}") if back else board.next_command


LAST = (Stage.CHECK.value, "release")
"""The sessions that end the judging of a release."""

BACK = {ReleaseState.LANDED: "invoke undo", ReleaseState.PUSHED: "invoke undo --remote"}
"""What takes back a release that was found NO-GO."""

AGAIN = "fix that, commit, and bump again"


def typed(stages: Sequence[str]) -> tuple[str, ...]:
    """Return those stages that are sessions, which can be typed."""
    from gonogo.cli.advice import sessions

    return tuple(stage for stage in stages if stage in sessions())


def before(name: str) -> tuple[str, ...]:
    """Return the stages that must not be red when a session begins; `release` is all of them once more."""
    return JUDGED if name == "release" else STAGES[: STAGES.index(name)] if name in STAGES else ()


def out_of_conflict(rows: Sequence[Row]) -> str:
    """Return what a conflict says to do, which no commit fixes; empty where there is none, or it says nothing."""
    found = (one.fix for row in rows if row.status is Status.CONFLICT for one in row.findings if one.blocking)
    return next(filter(None, found), "")


def after_red(title: str, options: Options) -> str:
    """Return what to type after a red session; only what is judged may be fixed by a commit, not what is published."""
    name = title.partition(" ")[0]
    commit = "commit, " if name in JUDGED or options.to == REHEARSAL else ""
    to = "" if options.to == REHEARSAL else f" -- --to {options.to}"
    return f"fix that, {commit}then: nox -s {name}{to}"
