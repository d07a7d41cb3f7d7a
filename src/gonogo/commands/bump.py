"""The release under way: begin one with bump, carry it on with push and resume."""

import os
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path
from shlex import quote

from gonogo.artifacts import workshops
from gonogo.git import work_tree
from gonogo.git.repository import Git
from gonogo.model.board import Board, Row, is_go
from gonogo.model.errors import Conflict, GonogoError, few, shown
from gonogo.model.plan import Plan
from gonogo.model.project import Project
from gonogo.model.settings import Settings
from gonogo.model.stage import AFTER_JUDGING, BEFORE_PUBLISH, FROM_PUBLISH, Stage, State
from gonogo.model.verdict import Finding, Verdict
from gonogo.project.bump import Bumper
from gonogo.release import contexts, destinations, extent, group, planner, record, recovery, state
from gonogo.release.closing import close_after, home, require_nothing_open
from gonogo.release.contexts import Context
from gonogo.release.planner import Request
from gonogo.release.runner import Listener, carry, timed
from gonogo.release.steps import Step, prepare, step, steps
from gonogo.release.survey import project_root, survey
from gonogo.system import folders
from gonogo.system.preload import preload


class NoRemote(GonogoError):
    text = "this repository has no remote to push to"
    hint_text = "type: git remote add origin URL"


class NothingOpen(GonogoError):
    text = "no release is open here"
    hint_text = "begin one with: invoke bump --part minor"


class NotSentFromHere(GonogoError):
    text = "no files are sent from here: the setting `publish` of [tool.gonogo] is {publish}"
    hint_text = "leave --from out; or send them with: nox -s publish -- --to INDEX --from FOLDER"


class ReleasedTogether(Conflict):
    text = "{tag} is released together with {others}"
    hint_text = "go to the top of the repository, and type it there: cd {top}"


def require_alone(plan: Plan, git: Git) -> None:
    """Raise ReleasedTogether where a release is part of one of several packages."""
    if plan.beside:
        raise ReleasedTogether(tag=plan.tag, others=few(plan.beside), top=os.path.relpath(git.top, git.root))


def after_bump(context: Context) -> str:
    """Return what comes after the landing."""
    if context.remote:
        return "invoke push"
    here = context.project.settings.publish == "here"
    return "invoke resume" if here else "git remote add origin URL, then: invoke push"


def after_push(plan: Plan, context: Context) -> str:
    """Return what comes after the push: the publication, wherever it is made."""
    here = context.project.settings.publish == "here"
    return state.next_publishing(plan, context) if here else after_release(context.project)


def after_all(settings: Settings) -> str:
    """Return what comes after all that this place does for a release."""
    watch = f"watch the publish workflow, then: nox -s verify -- --to {settings.index}"
    return watch if settings.publish == "ci" else "invoke status"


def after_release(project: Project) -> str:
    """Return what comes after all that this place does for a release of a project, whose workflow may be missing."""
    settings = project.settings
    if settings.publish == "ci" and not state.has_ci(project):
        return state.NO_WORKFLOW.format(to=settings.index)
    return after_all(settings)


def bump(folder: Path, request: Request, today: date, listener: Listener, early: Bumper | None = None) -> Board:
    """Prepare the next release in a temporary clone, read it back and land it; `early` is a bump-my-version to end."""
    git = Git(folder)
    with ExitStack() as stack:
        bumper = stack.enter_context(early or Bumper())
        backend = workshops.started(project_root(folder, git.top), stack)
        preload("towncrier._builder", "build")
        scratch = stack.enter_context(folders.temporary())
        recovered = stack.enter_context(recovery.alone(git))
        project = survey(folder)
        require_nothing_open(project, git)
        context = replace(contexts.local(project, scratch / "clone"), bumper=bumper, backend=backend)
        plan = planner.plan(project, request, today)
        rows = prepared_and_landed(plan, context, listener)
        rows = (*rows, *unjudged(plan, context)) if is_go(rows) else rows
    title = f"bump {plan.name} {plan.old} -> {plan.new}"
    again = f"invoke bump {request.words}"
    return begun(title, (*recovered, *rows, *remarks(plan)), after_bump(context), again)


REHEARSED = (
    "the rehearsal from the same commit was GO, and threw its own commit and files away; "
    "the files of this commit have not been built, tested or checked yet"
)


def unjudged(plan: Plan, context: Context) -> tuple[Row, ...]:
    """Return the row which says that a release was not found GO by tests and checks; none where it was."""
    why = REHEARSED if record.was_go(plan, context) else "nothing of this release has been built, tested or checked"
    if context.kept.find(context.commit(plan)) is not None:
        from gonogo.release.stages import NotJudged, require_judged

        try:
            require_judged(plan, context)
        except NotJudged as error:
            why = error.sentence
        else:
            return ()
    fix = "judge it with: nox -s build tests check; the next time, do all of it at once: invoke release --part PART"
    return (Row("not judged", Verdict.GO, findings=(Finding("not-judged", why, fix=fix, blocking=False),)),)


def remarks(plan: Plan) -> tuple[Row, ...]:
    """Return rows on what was concluded, and on the uncommitted paths, which are not in the release."""
    concluded = tuple(Row("concluded", Verdict.GO, note=one) for one in plan.concluded)
    if not plan.dirty:
        return concluded
    paths = ", ".join(line[3:] for line in plan.dirty[:SHOWN])
    return (*concluded, Row("not in it", Verdict.GO, note=f"uncommitted: {paths}"))


SHOWN = 20  # uncommitted paths that are named at the most


def landed(plan: Plan, context: Context, listener: Listener) -> tuple[Row, ...]:
    """Land, and name what was edited since the preparation began."""
    rows = carry((step(Stage.LAND),), plan, context, listener)
    return (*rows, *edited(plan, context)) if is_go(rows) else rows


def edited(plan: Plan, context: Context) -> tuple[Row, ...]:
    """Return a row naming each file that was edited meanwhile, by a hook in the clone too, whose edit would be lost."""
    here = [line[3:] for line in context.git.status() if line not in plan.dirty]
    there = context.clone("diff", "--name-only", "-z", "HEAD").split("\0")[:-1]
    findings = (
        *(edit(path, "is yours, and not in the release", keeping(path, plan, context)) for path in here),
        *(edit(path, "was edited in the temporary clone by a hook, and is lost", EDIT_EARLIER) for path in there),
    )
    return (Row("edited meanwhile", Verdict.GO, findings=findings),) if findings else ()


def keeping(path: str, plan: Plan, context: Context) -> str:
    """Return what to do with a file that was edited meanwhile: the release may have written it too, or used it up."""
    changes = work_tree.changes(context.git, plan.base, context.commit(plan))
    change = next((one for one in changes if one.path == path), None)
    if change is None:
        return "commit it for the next release"
    if change.new == work_tree.ABSENT:
        return f"what it said is released; correct that in {context.project.changelog}, and remove this file"
    return f"it lacks what the release wrote; see that with: git diff HEAD -- {quote(path)}; keep both, and commit"


EDIT_EARLIER = "let the hook be an after-prepare one: what that writes is in the release"


def edit(path: str, what: str, fix: str) -> Finding:
    """Return the advice that names one edited file."""
    return Finding("edited-meanwhile", shown(f"{path} {what}"), fix=fix, blocking=False)


def prepared_and_landed(plan: Plan, context: Context, listener: Listener) -> tuple[Row, ...]:
    """Prepare, read back, land; each only if the one before is GO."""
    rows = carry((step(Stage.PREPARE),), plan, context, listener)
    if is_go(rows):
        rows = (*rows, timed(prepare.READ_BACK, listener, lambda: prepare.read_back(plan, context)))
    if is_go(rows):
        rows = (*rows, timed(extent.NAME, listener, lambda: extent.row(plan, context)))
    if is_go(rows):
        rows = (*rows, *landed(plan, context, listener))
    if is_go(rows) and not context.remote and context.project.settings.publish != "here":
        close_after(plan, context)
    return rows


def push(folder: Path, listener: Listener) -> Board:
    """Push the open release: branch and tag, both or neither; at the root of several packages those of all."""
    if group.root_of(folder):
        from gonogo.commands.group import carry as group_carry

        return group_carry.push(folder, listener)
    git = Git(folder)
    with recovery.alone(git) as recovered:
        project = survey(folder)
        context, plan = home(project), open_plan(project, git)
        require_alone(plan, git)
        destinations.remote_is_known(git, project)
        if not context.remote:
            raise NoRemote
        rows = carry(steps(Stage.LAND, Stage.PUSH), plan, context, listener)
        if is_go(rows):
            rows = (*rows, *unjudged(plan, context))
            close_after(plan, context)
    return board(f"push {plan.name} {plan.new}", (*recovered, *rows), after_push(plan, context))


def resume(folder: Path, listener: Listener, handed: Path | None = None) -> Board:
    """Carry the open release on with the kept bytes, or those in the folder `handed`; nothing open is GO."""
    if group.root_of(folder) and not handed:
        from gonogo.commands.group import carry as group_carry

        return group_carry.resume(folder, listener)
    git = Git(folder)
    with recovery.alone(git) as recovered:
        project = survey(folder)
        plan = state.under_way(project, git)
        if plan is None:
            return Board("resume", (*recovered, Row("resume", Verdict.GO, note="nothing is open")), "invoke status")
        require_alone(plan, git)
        context = home(project)
        taken = (take_over(plan, context, handed),) if handed else ()
        rows = carried_on(plan, context, listener)
        if is_go(rows):
            close_after(plan, context)
    return board(f"resume {plan.name} {plan.new}", (*recovered, *taken, *rows), after_release(project))


def take_over(plan: Plan, context: Context, handed: Path) -> Row:
    """Keep the files that another job judged, by their manifest; NotSentFromHere where others publish."""
    from gonogo.release import build

    publish = context.project.settings.publish
    if publish != "here":
        raise NotSentFromHere(publish=publish)
    manifest = build.take_over(context, plan, handed)
    return Row("handed on", Verdict.GO, note=f"{len(manifest.artifacts)} files of {manifest.commit[:12]}, by hash")


def carried_on(plan: Plan, context: Context, listener: Listener) -> tuple[Row, ...]:
    """Carry a release on: as far as the remote, then, where this place publishes, with the bytes that were judged."""
    rows = carry(steps(*BEFORE_PUBLISH), plan, context, listener)
    here = context.project.settings.publish == "here"
    return (*rows, *sent(plan, context, listener)) if is_go(rows) and here else rows


def sent(plan: Plan, context: Context, listener: Listener) -> tuple[Row, ...]:
    """Publish a release that is pushed with the bytes that were judged, and take the steps after that."""
    from gonogo.commands import inspect
    from gonogo.release import recover_artifacts
    from gonogo.release.group import announce as group_announce

    rows: tuple[Row, ...] = (timed(recover_artifacts.NAME, listener, lambda: judged_bytes(plan, context)),)
    if is_go(rows) and to_send(plan, context):
        rows = (*rows, timed(inspect.ACCEPTANCE, listener, lambda: inspect.acceptance_row(plan, context)))
    here = context.project.settings.publish == "here"
    after = group_announce.own_steps(plan, context, FROM_PUBLISH if here else ())
    return (*rows, *carry(after, plan, context, listener)) if is_go(rows) else rows


def to_send(plan: Plan, context: Context) -> bool:
    """Return whether files of a release are still to be sent."""
    return step(Stage.PUBLISH).probe(plan, context).state is State.TODO


def judged_bytes(plan: Plan, context: Context) -> Row:
    """Find the bytes of a release; NotJudged for any that are to be sent and were not found GO."""
    from gonogo.release import recover_artifacts, stages

    row = recover_artifacts.row(plan, context)
    if to_send(plan, context):
        stages.require_judged(plan, context)
    return row


def steps_from_here(project: Project) -> tuple[Step, ...]:
    """Return the steps that this repository carries out after the preparation."""
    return steps(*(AFTER_JUDGING if project.settings.publish == "here" else BEFORE_PUBLISH))


def open_plan(project: Project, git: Git) -> Plan:
    """Return the plan of the open release; NothingOpen where there is none."""
    plan = state.under_way(project, git)
    if plan is None:
        raise NothingOpen
    return plan


def board(title: str, rows: tuple[Row, ...], after: str) -> Board:
    """Return the board of a walk, with the command that follows."""
    return Board(title, rows, after if is_go(rows) else "invoke status")


def begun(title: str, rows: tuple[Row, ...], after: str, again: str) -> Board:
    """Return the board of a release that begins: where nothing has landed, it is begun again by the same command."""
    has_landed = any(row.name == Stage.LAND.value and row.verdict is Verdict.GO for row in rows)
    return board(title, rows, after) if has_landed or is_go(rows) else Board(title, rows, f"fix that, then: {again}")
