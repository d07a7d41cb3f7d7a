"""The whole release: prepared, judged and rehearsed, then pushed and published as far as this repository does that."""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from gonogo.commands import inspect, rehearse
from gonogo.commands.bump import after_bump, after_release, begun, landed, steps_from_here
from gonogo.git.repository import Git
from gonogo.git.tags import newest_below_head
from gonogo.model.board import Board, Row, is_go
from gonogo.model.errors import CouldNotTell, NoGo
from gonogo.model.plan import Plan
from gonogo.model.project import Project
from gonogo.model.stage import ReleaseState, Stage, State
from gonogo.model.verdict import Finding, Verdict
from gonogo.project.bump import Bumper
from gonogo.project.workspace import own_intents
from gonogo.release import contexts, planner, record, recovery, state
from gonogo.release.closing import ReleaseOpen, close_after, home, require_nothing_open
from gonogo.release.contexts import Context
from gonogo.release.planner import Request
from gonogo.release.record import Recorder
from gonogo.release.runner import Listener, carry, timed
from gonogo.release.steps import push, step
from gonogo.release.survey import survey
from gonogo.system import folders
from gonogo.system.address import masked
from gonogo.version.pep440 import same

Consent = Callable[[tuple[str, ...]], bool]  # shown the sentences of the plan, it says whether the release may go out


class NotConfirmed(NoGo):
    text = "the release of {tag} was not confirmed; nothing was changed"
    hint_text = "type it again and answer y, or add --yes in a script"


def release(folder: Path, request: Request, today: date, listener: Listener, consent: Consent) -> Board:
    """Release: ask once, prepare and judge in a temporary clone, land, push, and what this place does after that."""
    git = Git(folder)
    with Bumper() as bumper, folders.temporary() as scratch, recovery.alone(git) as recovered:
        project = survey(folder)
        require_nothing_open(project, git)
        finished = already_released(project, git, request.to)
        if finished:
            return Board("release", (*recovered, finished), after_again(project))
        here = project.settings.publish == "here"
        base = contexts.real(project, project.settings.index) if here else contexts.local(project)
        context = replace(base, clone_folder=scratch / "clone", bumper=bumper)
        plan = planner.plan(project, request, today)
        if not consent(sentences(plan, context)):
            raise NotConfirmed(tag=plan.tag)
        recorder = Recorder(listener)
        rows = walk(plan, context, scratch, recorder)
        title, again = f"release {plan.name} {plan.old} -> {plan.new}", f"invoke release {request.words}"
        after = after_release(project) if context.remote or here else after_bump(context)
        return record.keep(((plan, context),), begun(title, (*recovered, *rows), after, again), recorder)


def walk(plan: Plan, context: Context, scratch: Path, listener: Listener) -> tuple[Row, ...]:
    """Prepare, judge and rehearse; and only if all of it is GO, land, push and publish."""
    rows = rehearse.prepare_and_judge(plan, context, scratch, listener)
    for name, ask in asked_before(plan, context):
        rows = (*rows, timed(name, listener, ask)) if is_go(rows) else rows
    if not is_go(rows):
        context.forget(plan)
        return rows
    rows = (*rows, *landed(plan, context, listener))
    if is_go(rows):
        rows = (*rows, *carry(steps_from_here(context.project)[1:], plan, context, listener))
    if is_go(rows):
        close_after(plan, context)
    return rows


Question = tuple[str, Callable[[], Row]]  # what is asked before a push: the name of its row, and what asks


def asked_before(plan: Plan, context: Context) -> Iterator[Question]:
    """Yield what is asked of index and remote before anything is pushed."""
    publish = context.project.settings.publish
    yield FREE, partial(version_is_free, plan, context.project)
    if publish != "nowhere":
        yield inspect.ACCEPTANCE, partial(inspect.acceptance_row, plan, context)
    if publish == "here":
        yield TOKEN, partial(token_is_there, context)
    if context.remote:
        yield PUSHABLE, partial(push_would_work, plan, context)


def version_is_free(plan: Plan, project: Project) -> Row:
    """Ask the index for which the release is meant whether it has files of this version; it must answer."""
    from gonogo.index import reading

    if project.settings.publish == "nowhere":
        return Row(FREE, Verdict.GO, note="nothing is published")
    asked = reading.known(project.settings.index, project.settings)
    taken = reading.of_version(reading.files(asked, plan.name), plan.new)
    if not taken:
        return Row(FREE, Verdict.GO, note=f"{asked.name} serves nothing of {plan.new}")
    what = f"{asked.name} serves {', '.join(one.filename for one in taken)}: no index accepts a version twice"
    return Row(FREE, Verdict.NO_GO, findings=(Finding("version-taken", what, asked.name, "release the next version"),))


def token_is_there(context: Context) -> Row:
    """Find the token for the index before anything is pushed; only an upload shows whether the index accepts it."""
    from gonogo.index import credentials

    credentials.repository(context.index, context.token)
    return Row(
        TOKEN,
        Verdict.GO,
        note=f"found one for {context.index.name}; only an upload shows whether it is accepted",
    )


FREE, TOKEN, PUSHABLE = "version is free", "token is there", "push would work"


def push_would_work(plan: Plan, context: Context) -> Row:
    """Ask the remote, with the clone's objects, whether it would take branch and tag."""
    why = push.rehearse(plan, context)
    if not why:
        note = f"{masked(context.remote)} would take {plan.branch} and {plan.label}; its own hooks run only at the push"
        return Row(PUSHABLE, Verdict.GO, note=note)
    fix = "fix what the remote names; or release through a pull request, with --pr"
    return Row(PUSHABLE, Verdict.NO_GO, findings=(Finding("push-would-fail", why, context.remote, fix),))


def sentences(plan: Plan, context: Context) -> tuple[str, ...]:
    """Return what the release would do: a numbered sentence a step, then the project's commands and what to know."""
    steps = (step(Stage.PREPARE), *steps_from_here(context.project))
    numbered = tuple(f"{number}. {one.describe(plan, context)}" for number, one in enumerate(steps, 1))
    hooks = context.project.settings.hooks
    commands = (f"{hook}: {' '.join(argv)}" for hook, argvs in hooks.items() for argv in argvs)
    left_out = (f"not in the release: {line}" for line in plan.dirty)
    return (*numbered, *(f"- {line}" for line in (*plan.concluded, *commands, *notices(context.git), *left_out)))


def already_released(project: Project, git: Git, to: str) -> Row | None:
    """Return the row that HEAD is this release and is out; None where it is not, ReleaseOpen where it is half way."""
    newest = newest_below_head(git, project.tag_template, project.name)
    if to and not same(to, newest.version or "0"):
        return None
    if not newest.commit or newest.commit != git.resolve("HEAD") or own_intents(project, git):
        return None
    plan = planner.of_intent(project, newest.name, newest.version, git.branch(), newest.commit)
    gone = is_verified(plan, project) if project.settings.publish == "here" else is_sent(plan, project)
    return Row("release", Verdict.GO, note=f"{newest.name} is {how_far(project)}") if gone else None


def how_far(project: Project) -> str:
    """Say how far a release has come that has left this place: pushed only, while its index does not serve it all."""
    if project.settings.publish != "ci":
        return "already released"
    standing = state.read(project, contexts.real(project, project.settings.index))
    if standing.state is ReleaseState.UNKNOWN:
        return f"already pushed; whether {project.settings.index} serves it could not be asked"
    waits = {ReleaseState.PUSHED: "none", ReleaseState.PARTLY_PUBLISHED: "only some"}
    served = waits.get(standing.state)
    return (
        f"already pushed; {project.settings.index} serves {served} of its files yet" if served else "already released"
    )


def after_again(project: Project) -> str:
    """Return what comes next where a release is asked for again that has left this place."""
    return after_release(project) if project.settings.publish == "ci" else "invoke status"


def is_sent(plan: Plan, project: Project) -> bool:
    """Return whether a release that others publish, or nobody, has gone where this place sends it."""
    if not project.remote and project.settings.publish != "nowhere":
        return False
    return push.probe(plan, contexts.local(project)).state is State.DONE


def is_verified(plan: Plan, project: Project) -> bool:
    """Return whether a release published from here is public, verified and announced; ReleaseOpen where it is not."""
    standing = state.read(project, home(project))
    if standing.state is ReleaseState.UNKNOWN:
        raise CouldNotTell(what=f"whether {plan.tag} has been released", why=standing.why)
    if standing.state.is_open and standing.state is not ReleaseState.CONFLICT:
        raise ReleaseOpen(tag=plan.tag, name=standing.state.value)
    return standing.state is ReleaseState.VERIFIED


NOTICED_VARIABLES = {
    "how the upload is made": ("TWINE_", "UV_PUBLISH_"),
    "where packages come from": (
        "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_NO_INDEX", "PIP_CONFIG_FILE", "PIP_CONSTRAINT",
        "UV_INDEX", "UV_EXTRA_INDEX", "UV_DEFAULT_INDEX", "UV_FIND_LINKS", "UV_NO_INDEX", "UV_CONFIG_FILE",
    ),
    "which certificates are trusted": (
        "SSL_CERT_", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "PIP_CERT", "PIP_TRUSTED_HOST",
    ),
    "which proxy is used": ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "PIP_PROXY"),
    "the date of the changelog section": ("SOURCE_DATE_EPOCH",),
}  # fmt: skip
"""What a variable decides, and how the names of such variables begin."""

NOTICED_SETTINGS = {
    "which hooks git runs": ("core.hookspath",),
    "which programs git runs": ("core.fsmonitor", "core.sshcommand", "credential.helper"),
    "which address git takes for another": ("url.",),
}
"""What a setting of git decides, and how the names of such settings begin."""


def notices(git: Git) -> tuple[str, ...]:
    """Return a sentence for each thing that variables or git's settings decide here, without their values."""
    settings = {masked(key): key for key in git.settings()}
    variables = {name: name.upper() for name in os.environ}
    return (
        *decided("your environment decides", variables, NOTICED_VARIABLES),
        *decided("your configuration of git decides", settings, NOTICED_SETTINGS),
    )


def decided(who: str, names: Mapping[str, str], noticed: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """Yield a sentence for each thing that a name decides; the names are shown, and compared by their values here."""
    for what, beginnings in noticed.items():
        found = sorted(shown for shown, name in names.items() if name.startswith(beginnings))
        if found:
            yield f"{who} {what}: {', '.join(found)}"
