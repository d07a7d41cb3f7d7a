"""Undo: a release that is not public is taken back, as if it had never been."""

from __future__ import annotations

import time
from pathlib import Path

from gonogo.commands.bump import open_plan
from gonogo.git import intent
from gonogo.git.intent import Intent
from gonogo.git.repository import Git
from gonogo.model.board import Board, Row
from gonogo.model.errors import GonogoError, Status
from gonogo.model.plan import Plan
from gonogo.model.project import Project
from gonogo.model.stage import State
from gonogo.model.verdict import Verdict
from gonogo.project import workspace
from gonogo.release import contexts, recovery, state
from gonogo.release.contexts import Context
from gonogo.release.steps import all_steps, land, push
from gonogo.release.survey import survey
from gonogo.system.address import masked


class IsPushed(GonogoError):
    """The release is on the remote already."""

    status = Status.CONFLICT
    text = "{tag} is pushed: it can be taken back from the remote only while nothing of it is published"
    hint_text = "take it back there too with: invoke undo --remote"


class IsPublished(GonogoError):
    """Files of the release are public."""

    status = Status.CONFLICT
    text = "{tag} is published: {why}; a published release is never taken back"
    hint_text = "yank it on the index's page of {name} {version}, fix the cause, and release: invoke bump --part patch"


class TagNotOurs(GonogoError):
    """The remote has another object under the tag."""

    status = Status.CONFLICT
    text = "{remote} has another object under the tag {tag}; it is not ours to delete"
    hint_text = "see who made it: git ls-remote {remote} {tag}"


class CommitIsThere(GonogoError):
    """The remote's branch holds the release commit, and its tag is not there."""

    status = Status.CONFLICT
    text = "{remote} has no tag {tag}, but its {branch} holds the release commit {commit}: it is not taken back there"
    hint_text = "push the tag too with: invoke push; or git revert {commit}, then: git push"


class NotMadeHere(GonogoError):
    """The tag is one that gonogo did not make, so that its commit may be anything."""

    status = Status.CONFLICT
    text = "{tag} was not made by gonogo, so that neither it nor its commit is taken back"
    hint_text = "if the tag alone is wrong, take it away by hand: git tag --delete {tag}"


def undo(folder: Path, *, remote: bool) -> Board:
    """Take the open release back; with `remote`, from the remote too."""
    started = time.monotonic()
    git = Git(folder)
    with recovery.alone(git) as recovered:
        project = survey(folder)
        if recovered.taken_back and (
            workspace.is_alone(project, git) or any(workspace.is_own(project, tag) for tag in recovered.taken_back)
        ):
            return Board("undo", recovered.rows, "invoke status")
        plan = open_plan(project, git)
        require_made_here(plan, project, git)
        context = contexts.local(project)
        there = is_there(plan, context)
        further = further_steps(plan, context)
        note = from_remote(plan, project, context, allowed=remote) if there else from_here(plan, git)
    row = Row("undo", Verdict.GO, time.monotonic() - started, "; ".join((*further, note)))
    return Board(f"undo {plan.name} {plan.new}", (*recovered, row), "invoke status")


def further_steps(plan: Plan, context: Context) -> tuple[str, ...]:
    """Take back what steps beside landing and push have done, the last one first; return a sentence for each."""
    done = (one for one in reversed(all_steps()) if one.undo and one.probe(plan, context).state is State.DONE)
    return tuple(one.undo(plan, context) for one in done if one.undo)


def require_made_here(plan: Plan, project: Project, git: Git) -> None:
    """Raise NotMadeHere unless gonogo made the release."""
    if not state.is_made_here(plan, project, git):
        raise NotMadeHere(tag=plan.tag)


def is_there(plan: Plan, context: Context) -> bool:
    """Return whether the release is on the remote; CouldNotTell where it is silent.

    Where the remote's branch holds the release commit: TagNotOurs with another object under the tag, CommitIsThere
    with none.
    """
    if not context.remote:
        return False
    git, theirs = context.git, push.seen(plan, context)
    tag, tip = theirs.get(f"refs/tags/{plan.tag}", ""), theirs.get(push.target(plan, context), "")
    if tag == git.resolve(f"refs/tags/{plan.tag}"):
        return bool(tag)
    if not push.holds(plan, context, tip, context.commit(plan)):
        return False
    if tag:
        raise TagNotOurs(tag=plan.tag, remote=masked(context.remote))
    words = {"branch": plan.branch, "commit": context.commit(plan)[:12]}
    raise CommitIsThere(tag=plan.tag, remote=masked(context.remote), **words)


def from_here(plan: Plan, git: Git) -> str:
    """Take a landed release back in the repository; return what was done."""
    found = landed(plan, git)
    if not land.contains(git, found.branch_ref, found.commit) and git.resolve(found.branch_ref) != plan.base:
        land.forget(git, found)
        return f"the tag {plan.tag} is gone; {plan.branch} had left its commit already, and stays as it is"
    if git.resolve(found.branch_ref) not in (found.commit, plan.base):
        land.forget(git, found)
        return f"the tag {plan.tag} is gone; its commit has others on top: {revert(found.commit)}"
    users = land.undo(git, found, plan.base)
    return f"{plan.tag} and its commit are gone, {plan.branch} is at {plan.base[:12]} again{kept(users)}"


def kept(users: tuple[str, ...]) -> str:
    """Return a note on the files that were edited since: they stay whole, with what the release had written there."""
    if not users:
        return ""
    return f"; edited since and kept as they are, what the release wrote included: {', '.join(users)} (see git diff)"


def revert(commit: str) -> str:
    """Return the command that takes a release commit back in a commit of its own."""
    return f"git revert {commit[:12]}"


def from_remote(plan: Plan, project: Project, context: Context, *, allowed: bool) -> str:
    """Take a pushed release back, on the remote first; return what was done."""
    require_not_public(plan, project)
    if not allowed:
        raise IsPushed(tag=plan.tag)
    if push.undo(plan, context):
        return f"{from_here(plan, context.git)}; {context.remote} too"
    found = landed(plan, context.git)
    land.forget(context.git, found)
    return f"the tag {plan.tag} is gone, here and on {context.remote}; its commit stays: {revert(found.commit)}"


def require_not_public(plan: Plan, project: Project) -> None:
    """Raise IsPublished if the index serves a file of this version; it must answer."""
    from gonogo.index import reading

    if project.settings.publish == "nowhere":
        return
    asked = reading.known(project.settings.index, project.settings)
    served = reading.of_version(reading.files(asked, project.name), plan.new)
    if served:
        names = ", ".join(one.filename for one in served)
        raise IsPublished(tag=plan.tag, name=project.name, version=plan.new, why=names)


def landed(plan: Plan, git: Git) -> Intent:
    """Return the intent of a landed release: the declared one, or what its tag says."""
    commit = git.resolve(f"refs/tags/{plan.tag}^{{commit}}")
    tagged = Intent(intent.LAND, plan.tag, plan.branch, commit, git.resolve(f"refs/tags/{plan.tag}"))
    return land.declared(git, plan.tag, plan.branch) or tagged
