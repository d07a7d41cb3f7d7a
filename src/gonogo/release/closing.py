"""The end of a release: it is closed once it has gone where the project's releases go, and open until then."""

from contextlib import suppress

from gonogo.git import intent
from gonogo.git.repository import Git
from gonogo.model.errors import Conflict, CouldNotTell
from gonogo.model.plan import Plan
from gonogo.model.project import Project
from gonogo.model.stage import BEFORE_PUBLISH, FROM_PUBLISH, Reach, Stage, State
from gonogo.project.workspace import other_intents, own_intents
from gonogo.release import contexts, state
from gonogo.release.contexts import Context
from gonogo.release.group.announce import is_together
from gonogo.release.steps import land, push, steps


class ReleaseOpen(Conflict):
    text = "the release {tag} is open: it is {name}"
    hint_text = "finish it with: invoke resume, or take it back with: invoke undo"


class OtherPackageOpen(Conflict):
    """A release of another package has landed here: a push would send its commit, and not its tag."""

    text = "the release {tag} of another package of this repository has landed, and is not pushed"
    hint_text = "in that package's folder, push it with: invoke push, or take it back with: invoke undo"


def home(project: Project) -> Context:
    """Return the context as far as this repository carries a release: to the index, or to the remote."""
    here = project.settings.publish == "here"
    return contexts.real(project, project.settings.index) if here else contexts.local(project)


def require_nothing_open(project: Project, git: Git) -> None:
    """Raise ReleaseOpen while a landed release has not gone where the project's releases go.

    OtherPackageOpen while one of another package has landed below HEAD and is not pushed; CouldNotTell where either
    cannot be read.
    """
    for found in own_intents(project, git):
        plan = state.of_intent(project, found)
        name = close_if_done(plan, home(project))
        if name:
            raise ReleaseOpen(tag=plan.tag, name=name)
    context = contexts.local(project)
    for found in other_intents(project, git) if context.remote else ():
        below = land.contains(git, "HEAD", found.commit)
        if below and not has_gone(Stage.PUSH, state.of_intent(project, found), context):
            raise OtherPackageOpen(tag=found.label)


def close_if_done(plan: Plan, context: Context) -> str:
    """Forget the intent of a release that has gone as far as this repository carries it; else say how far it is.

    One of which the index serves other bytes goes no further: only the next version leads on. CouldNotTell where
    somebody does not answer: silence is not «not yet».
    """
    found = land.declared(context.git, plan.tag, plan.branch)
    if found is None:
        return ""
    if context.remote:
        if not has_gone(Stage.PUSH, plan, context):
            return "landed, and not pushed"
        push.remember(plan, context)
    for stage in BEFORE_PUBLISH[2:]:
        if not has_gone(stage, plan, context):
            return f"pushed, and waits for {stage.value}"
    missing = not_done_here(plan, context) if context.project.settings.publish == "here" else ""
    if not (missing or is_together(plan, context)):
        intent.close(context.git, found, plan.tag)
    return missing


def not_done_here(plan: Plan, context: Context) -> str:
    """Say what a release that is published from here still lacks; nothing where a CONFLICT leaves nothing to do."""
    before = Stage.PUSH if context.remote else Stage.LAND
    for one in steps(*FROM_PUBLISH):
        if one.reach is Reach.NONE:
            continue
        if state.ask(one.stage, plan, context).state is State.CONFLICT:
            return ""
        if not has_gone(one.stage, plan, context):
            return f"{PAST.get(before, before.value)}, and waits for {one.name}"
        before = one.stage
    return ""


PAST = {Stage.LAND: "landed", Stage.PUSH: "pushed", Stage.PUBLISH: "published", Stage.ANNOUNCE: "announced"}
"""What a release is after a step."""


def has_gone(stage: Stage, plan: Plan, context: Context, *also: State) -> bool:
    """Return whether a step is DONE, or in a state that ends the release as well; CouldNotTell where it is UNKNOWN."""
    probe = state.ask(stage, plan, context)
    if probe.state is State.UNKNOWN:
        raise CouldNotTell(what=f"whether the {stage.value} of {plan.tag} has happened", why=probe.why)
    return probe.state in (State.DONE, *also)


def close_after(plan: Plan, context: Context) -> None:
    """Close a release after a walk that ended well; while somebody is silent it stays open, for the next command."""
    with suppress(CouldNotTell):
        close_if_done(plan, context)
