"""The rehearsal of several packages: prepared in one temporary clone, judged side by side, published in order."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from gonogo.artifacts import builder, workshops
from gonogo.artifacts.environments import Siblings
from gonogo.artifacts.store import Store
from gonogo.commands import rehearse
from gonogo.commands.bump import remarks
from gonogo.git import lookups
from gonogo.model.board import Board, Row, is_go
from gonogo.model.errors import counted
from gonogo.model.project import Project
from gonogo.model.stage import AFTER_JUDGING, Stage
from gonogo.model.verdict import Verdict
from gonogo.project.bump import Bumper
from gonogo.release import build, contexts, extent, group, record
from gonogo.release.contexts import Context
from gonogo.release.group import announce as group_announce
from gonogo.release.group import plan as group_plan
from gonogo.release.group import run as group_run
from gonogo.release.group.plan import Planned, Wanted
from gonogo.release.group.run import Named, Part
from gonogo.release.record import Recorder
from gonogo.release.runner import Listener, carry, timed
from gonogo.release.stages import Prefetch
from gonogo.release.steps import prepare, step, steps
from gonogo.release.trees import Trees
from gonogo.system import folders

TOGETHER = (Stage.LAND, Stage.PUSH)
"""The steps that are taken once for all packages of a release."""

EACH = tuple(stage for stage in AFTER_JUDGING if stage not in TOGETHER)
"""The steps that each package takes by itself, once what it needs has taken them."""


Further = Callable[[Sequence[Part], Path, Listener], tuple[Row, ...]]
"""What is rehearsed once all else is GO."""


def rehearse_all(
    folder: Path, wanted: Wanted, today: date, listener: Listener, further: Further = lambda *_: ()
) -> Board:
    """Rehearse the next release of several packages and throw everything away."""
    with Bumper() as bumper, folders.temporary() as scratch, lookups.one_command():
        found = group.read(folder)
        planned = group_plan.plan(found, wanted, today)
        parts = tuple(
            replace(part, context=replace(part.context, kept=Store(scratch / "kept" / part.name)))
            for part in parts_of(planned, scratch, with_bumper(contexts.local, bumper))
        )
        recorder = Recorder(listener)
        rows = prepare_and_judge(parts, scratch, recorder)
        rows = (*rows, *(further(parts, scratch, recorder) if is_go(rows) else ()), *remarks(planned[0].plan))
        command = "invoke release" if is_go(rows) else "fix that, then: nox -s rehearse --"
        board = Board(f"rehearsal: {title(planned)}", rows, f"{command} {wanted.words}")
        return record.keep([(part.plan, part.context) for part in parts], board, recorder)


def through_faults(parts: Sequence[Part], scratch: Path, listener: Listener) -> tuple[Row, ...]:
    """Publish each package through every scripted fault, one package after the other."""
    rows = {
        part.name: rehearse.fault_rows(part.plan, part.context, scratch / part.name, Named(listener, part.plan.name))
        for part in parts
    }
    return group_run.summary(parts, rows, "faults")


def title(planned: Sequence[Planned]) -> str:
    """Return what is released, for the title of a board."""
    first = planned[0].plan
    moves = f"{first.name} {first.old} -> {first.new}"
    return f"{moves} and {counted(len(planned) - 1, 'other package')}" if len(planned) > 1 else moves


def with_bumper(context: Callable[[Project], Context], bumper: Bumper) -> Callable[[Project], Context]:
    """Return what makes the context of a package, with a bump-my-version that has been started already."""
    return lambda project: replace(context(project), bumper=bumper)


def parts_of(planned: Sequence[Planned], scratch: Path, context: Callable[..., Context]) -> tuple[Part, ...]:
    """Return the packages of a release with what each needs of the others; all share one temporary clone."""
    parts: list[Part] = []
    siblings, trees = Siblings(scratch / "siblings"), Trees(scratch / "trees")
    for one in planned:
        own = context(one.member.project)
        here = replace(own, clone_folder=scratch / "clone", siblings=siblings, trees=trees)
        parts.append(Part(one.member.name, one.plan, here, one.needs, one.member.builds_with & one.needs))
    return tuple(parts)


Prepare = Callable[[Sequence[Part], Listener], tuple[Row, ...]]
"""What makes the commits and tags of packages in their temporary clone."""


def prepare_and_judge(
    parts: Sequence[Part], scratch: Path, listener: Listener, prepare_them: Prepare | None = None
) -> tuple[Row, ...]:
    """Prepare packages one after the other, judge them side by side, and rehearse the rest of their release."""
    with ExitStack() as stack:
        backend = workshops.started(parts[0].context.project.root, stack)
        shared = workshops.Workshops(scratch / "workshops", stack)
        parts = tuple(replace(part, context=replace(part.context, backend=backend, workshops=shared)) for part in parts)
        rows = (prepare_them or prepared)(parts, listener)
        if not is_go(rows):
            return rows
        pool = stack.enter_context(ThreadPoolExecutor(1, "stand-in"))
        standing = pool.submit(stack.enter_context, stand_in(parts, scratch))
        to_build = [replace(part, needs=part.builds_with) for part in parts]
        built = group_run.in_order(to_build, lambda part: build_one(part, listener))
        rows = (*rows, *group_run.summary(parts, built, "built"))
        if is_go(rows):
            judged = group_run.side_by_side(parts, lambda part: judge_one(part, standing.result, listener))
            rows = (*rows, *group_run.summary(parts, judged, "judged"))
        if is_go(rows):
            rows = (*rows, timed(prepare.SUMS, listener, partial(with_hashes, parts)))
        if is_go(rows):
            rows = (*rows, *rehearse.rehearsed(published(moved(parts, standing.result()), listener)))
    return rows


def with_hashes(parts: Sequence[Part]) -> Row:
    """Make the tags anew, each with the hashes of the files of its packages."""
    tags: dict[str, list[Part]] = {}
    for part in parts:
        tags.setdefault(part.plan.tag, []).append(part)
    rows = [prepare.name_files(some[0].plan, *(part.context for part in some)) for some in tags.values()]
    return replace(rows[-1], note=f"{counted(len(rows), 'tag')}, each names the files of its package by sha256")


def there(context: Context, standing: Context) -> Context:
    """Return a context in which the names of the packages are asked of the embedded index alone."""
    siblings = replace(context.siblings, index=standing.index.simple_url) if context.siblings else None
    return replace(context, siblings=siblings)


def moved(parts: Sequence[Part], standing: Context) -> list[Part]:
    """Return the packages as they are released in the stand-in."""
    return [replace(part, context=rehearse.moved(there(part.context, standing), standing)) for part in parts]


@contextmanager
def stand_in(parts: Sequence[Part], scratch: Path) -> Iterator[Context]:
    """Give a stand-in for repository, remote and index that serves all the packages."""
    first = parts[0]
    beside = [part.plan.name for part in parts[1:]]
    with rehearse.stand_in(first.plan, first.context, scratch, beside=beside) as standing:
        yield standing


def prepared(parts: Sequence[Part], listener: Listener) -> tuple[Row, ...]:
    """Prepare packages in one temporary clone, each on top of the one before, and read each back."""
    rows: tuple[Row, ...] = ()
    for part in parts:
        rows = (*rows, *group_run.summary([part], {part.name: prepare_one(part, listener)}, "prepared"))
        if not is_go(rows):
            return rows
        if any(part.name in other.builds_with for other in parts):
            offer(part)
        if part.plan.shares_tag and part is not parts[-1]:
            part.context.clone("tag", "--delete", part.plan.tag)
    last = parts[-1].context
    shutil.rmtree(offered(parts[-1]), ignore_errors=True)
    if len(parts) > 1 and last.project.settings.commits == "one":
        rows = (*rows, timed("one commit", listener, partial(joined, parts)))
    return rows


def joined(parts: Sequence[Part]) -> Row:
    """Make one commit of those of the packages."""
    prepare.join([part.plan for part in parts], parts[-1].context.clone)
    return Row("one commit", Verdict.GO, note=f"one commit, and a tag for each of {counted(len(parts), 'package')}")


def offer(part: Part) -> None:
    """Build one package as it is prepared, for those whose metadata no backend says without it."""
    context = part.context
    with folders.temporary() as folder:
        tree = build.clean_clone(context.clone, context.clone.resolve("HEAD"), folder / "tree")
        how = builder.How(siblings=context.siblings)
        for path in builder.build(tree / context.subfolder, folder / "dist", context.clone.epoch("HEAD"), how):
            offered(part).mkdir(exist_ok=True)
            shutil.copy2(path, offered(part))


def prepare_one(part: Part, listener: Listener) -> tuple[Row, ...]:
    """Prepare one package and read it back; what its backend leaves in the clone is cleaned away."""
    plan, context, named = part.plan, part.context, Named(listener, part.plan.name)
    rows = carry((step(Stage.PREPARE),), plan, context, named)
    for stage in (prepare.READ_BACK, extent.NAME):
        if is_go(rows):
            rows = (*rows, timed(stage, named, rehearse.STAGES[stage](plan, context)))
    if is_go(rows):
        context.clone("clean", "-ffdqx")
        rows = (*rows, *rehearse.around("before-judge", plan, context, named))
    return rows


def build_one(part: Part, listener: Listener) -> tuple[Row, ...]:
    """Build one package, and put its files where those that need it install from."""
    row = timed(build.NAME, Named(listener, part.plan.name), rehearse.STAGES[build.NAME](part.plan, part.context))
    group_run.gather([part], offered(part))
    return (row,)


def offered(part: Part) -> Path:
    """Return the folder from which packages install the files of one another."""
    return part.context.siblings.folder if part.context.siblings else part.context.clone_folder


def judge_one(part: Part, standing: Callable[[], Context], listener: Listener) -> tuple[Row, ...]:
    """Run tests and checks of one package, which installs the new files of those that it needs."""
    plan, context, named = part.plan, there(part.context, standing()), Named(listener, part.plan.name)
    with Prefetch(plan, context, lambda: rehearse.moved(context, standing())) as ahead:
        rows = rehearse.judged(plan, context, ahead, named)
    return (*rows, *rehearse.around("after-judge", plan, context, named)) if is_go(rows) else rows


def published(parts: Sequence[Part], listener: Listener) -> tuple[Row, ...]:
    """Land and push all packages as one, then publish each once what it needs is verified."""
    last = parts[-1]
    rows = carry(steps(*TOGETHER), last.plan, last.context, listener)
    if not is_go(rows):
        return rows
    each = in_turn(parts, lambda part: publish_one(part, listener), listener)
    return (*rows, *group_run.summary(parts, each, "published and verified"))


def publish_one(part: Part, listener: Listener) -> tuple[Row, ...]:
    """Publish, verify and announce one package."""
    taken = group_announce.own_steps(part.plan, part.context, EACH)
    return carry(taken, part.plan, part.context, Named(listener, part.plan.name))


def in_turn(parts: Sequence[Part], act: group_run.Act, listener: Listener) -> group_run.Rows:
    """Publish packages, each once what it needs is verified; those that are announced as one are so then."""
    each = group_run.in_order(parts, act)
    for some in group_announce.together(parts):
        if all(is_go(each[part.name]) for part in some):
            each[some[-1].name] += group_announce.announce(some, listener)
    return each
