"""Sessions at the root of several packages: each is run for every package, in the order of their needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gonogo.cli.context import SessionContext
from gonogo.cli.options import REHEARSAL, STAGES, Options
from gonogo.model.board import Board, Row, is_go
from gonogo.model.errors import counted
from gonogo.model.verdict import Verdict

if TYPE_CHECKING:
    from gonogo.artifacts.environments import Siblings
    from gonogo.cli.sessions import NoxSession
    from gonogo.model.plan import Plan
    from gonogo.model.project import Project
    from gonogo.release.contexts import Context, Target
    from gonogo.release.group import Group, Member
    from gonogo.release.group.run import Part
    from gonogo.release.record import Recorder

BUILDING = ("build", "tests", "check", "release")
"""Sessions that build what is not built yet."""

INSTALLING = ("tests", "check", "publish", "verify", "release")
"""Sessions that install packages, or open an index for another one that does."""

JUDGING = ("tests", "check", "announce")
"""Sessions that are run of a package that needs a red one too."""


class PackageContext(SessionContext):
    """What the sessions of one package share: all has an index in common, and `siblings` to install from."""

    def __init__(self, member: Member, above: SessionContext, siblings: Siblings, beside: Sequence[str] = ()) -> None:
        """Take the package, what all packages share, and the tags of the others."""
        super().__init__()
        self._beside = tuple(filter(None, beside))
        self._member = member
        self._above = above
        self._siblings = siblings

    @cached_property
    def project(self) -> Project:
        """The package."""
        return self._member.project

    @cached_property
    def progress(self) -> Recorder:
        """What shows how far a session is, with the name of the package."""
        from gonogo.release.group.run import Named
        from gonogo.release.record import Recorder

        return Recorder(Named(self._above.progress, self.project.name))

    @cached_property
    def local(self) -> Context:
        """The context as far as the remote, with the files of the other packages."""
        from gonogo.release import contexts

        return replace(contexts.local(self.project), siblings=self._siblings)

    @cached_property
    def embedded(self) -> Target:
        """The embedded index, which serves all packages."""
        return self._above.embedded

    def context(self, to: str) -> Context:
        """Return the context whose index is `to`, with the files of the other packages."""
        return replace(super().context(to), siblings=self._siblings)

    def _planned(self, options: Options) -> Plan:
        from gonogo.release import planner

        if not options.tag:
            return planner.of_head(self.project)
        return replace(planner.tagged(self.project, options.tag), beside=self._beside)


def run(one: NoxSession, shared: SessionContext, options: Options, session: Any) -> Board:
    """Run a session for the package of a folder; at the root of several, for each of them."""
    from gonogo.artifacts.environments import Siblings
    from gonogo.release import record
    from gonogo.system import folders

    found = group_of(shared.root, options) if one.name in STAGES else None
    if found is None:
        return one.run(shared, options, session)
    shared.names = tuple(member.project.name for member in found.members)
    together = released(found, options)
    named = [found.named(name, "--package").name for name in options.package.split(",") if name]
    acting = [name for name in together if name in named or not named]
    if not acting:
        return nothing(one, options)
    given = {name: of_package(name, together[name], options) for name in found.with_needed(acting) if name in together}
    with folders.temporary() as folder:
        index = shared.embedded.index.simple_url if options.to == REHEARSAL and one.name in INSTALLING else ""
        packages = Packages(found, shared, given, Siblings(folder, index))
        rows = packages.run(one, acting, session)
        board = Board(f"{one.name}: {packages.title(acting)}", rows, packages.after(one))
        acted = [(part.plan, part.context) for part in packages.parts if part.name in acting]
        return record.keep(acted, board, shared.progress)


def group_of(folder: Path, options: Options) -> Group | None:
    """Return the packages that a session is for; None where it is for that of a folder.

    A root that is a package itself stands for that one, unless --all or --package is given.
    """
    from gonogo.project import workspace
    from gonogo.release import group

    root = group.root_of(folder)
    asked = options.all or options.once or options.package
    return group.read(folder) if asked or (root and workspace.is_root_alone(root)) else None


def released(found: Group, options: Options) -> dict[str, str]:
    """Return the packages of the release of --tag, each with its tag, else all packages, each with none.

    With --once none, where another tag is the last of that release.
    """
    from gonogo.release.group import tags as group_tags

    if not options.tag:
        return dict.fromkeys((one.name for one in found.members), "")
    together = group_tags.released_with(found, options.tag)
    return {} if options.once and options.tag != list(together.values())[-1] else together


def nothing(one: NoxSession, options: Options) -> Board:
    """Return the board of a session that is for no package, since the run of another tag is for all of them."""
    if options.into:
        options.folder(options.into).mkdir(parents=True, exist_ok=True)
    note = f"nothing to do for {options.tag}: the run of the last tag of its release is for all of them"
    return Board(one.name, (Row(one.name, Verdict.GO, note=note),), "")


def of_package(name: str, tag: str, options: Options) -> Options:
    """Return the options of a session of one package: its tag, and its folder in those of other jobs."""
    source, manifest, into = (
        f"{folder}/{name}" if folder else "" for folder in (options.source, options.manifest, options.into)
    )
    return replace(options, tag=tag, package="", source=source, manifest=manifest, into=into)


class Packages:
    """The packages of a session: of each what its sessions share, and its board; and their files for one another."""

    def __init__(self, found: Group, shared: SessionContext, given: Mapping[str, Options], siblings: Siblings) -> None:
        """Take the options of each by its name, and where their files are gathered."""
        from gonogo.release.group.run import Part

        self._given = given
        self._progress = shared.progress
        self._folder = siblings.folder
        tags = {name: [one.tag for other, one in given.items() if other != name] for name in given}
        self._contexts = {name: PackageContext(found.member(name), shared, siblings, tags[name]) for name in given}
        self._boards: dict[str, Board] = {}
        self.parts = tuple(
            Part(name, one.plan(given[name]), one.local, found.needed(found.member(name)))
            for name, one in self._contexts.items()
        )

    def run(self, one: NoxSession, acting: Sequence[str], session: Any) -> tuple[Row, ...]:
        """Run a session for some of the packages; those that they need are made ready before, where they are not."""
        from gonogo.model.stage import Stage
        from gonogo.release.group import announce as group_announce
        from gonogo.release.group import run as group_run

        judging = one.name in JUDGING
        before = [part for part in self.parts if judging or part.name not in acting]
        rows = group_run.in_order(before, partial(self._ready, building=one.name in BUILDING))
        found = group_run.summary(before, rows, "ready")
        if before and not is_go(found):
            return found
        each = group_run.side_by_side if judging else group_run.in_order
        parts = [part for part in self.parts if part.name in acting]
        acted = each(parts, partial(self._act, one, session))
        for some in group_announce.together(self.parts) if one.name == Stage.ANNOUNCE.value else ():
            if all(is_go(acted.get(part.name, ())) for part in some):
                acted[some[-1].name] += group_announce.announce(some, self._progress)
        return group_run.summary(parts, acted, one.name)

    def _ready(self, part: Part, *, building: bool) -> tuple[Row, ...]:
        context, options = self._contexts[part.name], self._given[part.name]
        context.take_over(options)
        row = context.built(options) if building else Row("ready", Verdict.GO)
        return self._gathered(part, (row,))

    def _act(self, one: NoxSession, session: Any, part: Part) -> tuple[Row, ...]:
        board = self._boards[part.name] = one.run(self._contexts[part.name], self._given[part.name], session)
        return self._gathered(part, board.rows)

    def _gathered(self, part: Part, rows: tuple[Row, ...]) -> tuple[Row, ...]:
        from gonogo.release.group import run as group_run

        group_run.gather([part], self._folder)
        return rows

    def title(self, acting: Sequence[str]) -> str:
        """Return which packages a board is of."""
        plan = next(part.plan for part in self.parts if part.name in acting)
        more = f" and {counted(len(acting) - 1, 'other package')}" if len(acting) > 1 else ""
        return f"{plan.name} {plan.new}{more}"

    def after(self, one: NoxSession) -> str:
        """Return what to type next: as after the first package that is not GO, else as after the last."""
        boards = sorted(self._boards.values(), key=lambda board: is_go(board.rows))
        return boards[0].next_command if boards else f"fix that, then: nox -s {one.name}"
