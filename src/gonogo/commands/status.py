"""Where the release stands, as a board."""

import os
import time
from contextlib import suppress
from pathlib import Path

from gonogo.git.lookups import one_command
from gonogo.git.repository import Git
from gonogo.model.board import Board, Row, error_row
from gonogo.model.errors import CouldNotTell, GonogoError
from gonogo.model.project import Project
from gonogo.model.stage import Probe, ReleaseState, Stage, State
from gonogo.model.verdict import Finding, Verdict
from gonogo.release import contexts, destinations, guards, judged, recovery, state
from gonogo.release.contexts import Context
from gonogo.release.runner import status_of
from gonogo.release.state import ReleaseStatus
from gonogo.release.survey import survey

VERDICTS = {
    State.DONE: Verdict.GO,
    State.TODO: Verdict.GO,
    State.CONFLICT: Verdict.NO_GO,
    State.UNKNOWN: Verdict.UNKNOWN,
}
NOT_YET = {State.DONE: "", State.TODO: "not yet"}
UNANSWERED = "nothing is done on a guess; fix what it names, then ask again: invoke status"


@one_command()
def board(folder: Path) -> Board:
    """Say where the release stands; nothing is changed."""
    from gonogo.release import group

    if group.root_of(folder) is not None:
        from gonogo.commands.group import status as group_status

        return group_status.board(folder)
    started = time.monotonic()
    with recovery.explained(Git(folder)):
        project = survey(folder)
    context = contexts.real(project, project.settings.index)
    branch = unborn(context.git)
    if branch:
        note = f"branch {branch} has no commit yet, so there is nothing to release{left_out(project)}"
        return Board(f"{project.name} {project.version}", (Row("state", Verdict.GO, note=note),), FIRST_COMMIT)
    standing = state.read(project, context)
    rows = [row(stage, probe, standing, context) for stage, probe in standing.probes.items()]
    unready = not_ready(standing, context.git, project)
    rows += [
        *found_red(standing, context),
        *recovery.left_behind(context.git),
        *unready,
        *beyond(context.git, project),
    ]
    note = standing.state.value + left_out(project)
    rows.append(Row("state", overall(standing.state), time.monotonic() - started, note))
    title = f"{project.name} {standing.plan.new if standing.plan else project.version}"
    first = next((found.fix for one in unready for found in one.findings), "")
    return Board(title, tuple(rows), first or at_top(standing, context, state.next_command(standing, context)))


def at_top(standing: ReleaseStatus, context: Context, command: str) -> str:
    """Return a command as it is typed for a release of several packages: at the top of the repository."""
    if not (standing.plan and standing.plan.beside):
        return command
    return f"cd {os.path.relpath(context.repo, context.project.root)}, then: {command}"


FIRST_COMMIT = "git add --all && git commit"


def unborn(git: Git) -> str:
    """Return the branch that is checked out where it has no commit; empty where there is one."""
    return "" if git.head()[1] else git.branch()


def row(stage: Stage, probe: Probe, standing: ReleaseStatus, context: Context) -> Row:
    """Return the row that shows what a probe saw."""
    verdict = VERDICTS[probe.state]
    if verdict is Verdict.GO:
        return Row(stage.value, verdict, note="; ".join(filter(None, (NOT_YET[probe.state], probe.why))))
    fix = state.way_out(standing, context).fix if probe.state is State.CONFLICT else UNANSWERED
    finding = Finding(probe.state.value.lower(), probe.why or probe.state.value, fix=fix)
    return Row(stage.value, verdict, findings=(finding,), status=status_of(probe))


def found_red(standing: ReleaseStatus, context: Context) -> list[Row]:
    """Return the row on a release that waits for its push and was found NO-GO."""
    try:
        if standing.plan and standing.state is ReleaseState.LANDED:
            judged.require_not_red(standing.plan, context)
    except GonogoError as error:
        return [error_row("judged", error, 0.0)]
    return []


def not_ready(standing: ReleaseStatus, git: Git, project: Project) -> list[Row]:
    """Return the row on what keeps the next release from beginning here, and on tags without which no state is read."""
    try:
        guards.tags_are_here(git, project)
        if not standing.state.is_open:
            guards.repository_is_ready(git, project)
            with suppress(CouldNotTell):  # a remote that does not answer is asked again by what begins a release
                destinations.branch_is_current(git, project, project.version or "0", destinations.asked(git, project))
    except guards.TagsNotFetched as error:
        return [Row("tags", Verdict.UNKNOWN, findings=(Finding(error.code, error.sentence, fix=error.hint),))]
    except CouldNotTell as error:
        return [error_row("remote", error, 0.0)]
    except GonogoError as error:
        found = Finding(error.code, error.sentence, fix=error.hint, blocking=False)
        return [Row("next release", Verdict.GO, findings=(found,))]
    return []


def beyond(git: Git, project: Project) -> list[Row]:
    """Return the row on a tag that is higher than the version in the files, whose release may be of another package."""
    tag = guards.tag_beyond(git, project)
    what = f"{tag} is higher than {project.version} in the files"
    found = Finding("tag-beyond", what, fix=guards.OF_ANOTHER, blocking=False)
    return [Row("tags", Verdict.GO, findings=(found,))] if tag else []


def overall(state: ReleaseState) -> Verdict:
    """Return the verdict that a state carries."""
    return {ReleaseState.CONFLICT: Verdict.NO_GO, ReleaseState.UNKNOWN: Verdict.UNKNOWN}.get(state, Verdict.GO)


def left_out(project: Project) -> str:
    """Return a note on uncommitted changes: they are in no release."""
    count = len(Git(project.root).status())
    return f"; {count} uncommitted {'path is' if count == 1 else 'paths are'} in no release" if count else ""
