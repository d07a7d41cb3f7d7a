"""Undo: a release that is not public is taken back, as if it had never been."""

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from gonogo.commands.bump import open_plan, require_alone
from gonogo.git import intent, tags
from gonogo.git.intent import Intent
from gonogo.git.repository import Git
from gonogo.model.board import Board, Row
from gonogo.model.errors import Conflict, NoGo, few
from gonogo.model.plan import Plan
from gonogo.model.project import Project
from gonogo.model.stage import State
from gonogo.model.verdict import Verdict
from gonogo.project import workspace
from gonogo.release import contexts, group, origin, recovery, untagged
from gonogo.release.contexts import Context
from gonogo.release.steps import all_steps, land, push
from gonogo.release.survey import survey
from gonogo.system.address import masked


class IsPushed(Conflict):
    text = "the release {tag} is pushed: it can be taken back from the remote only while nothing of it is published"
    hint_text = "take it back there too with: invoke undo --remote"


class IsPublished(Conflict):
    text = "{tag} is published: {why}; a published release is never taken back"
    hint_text = "yank it on the index's page of {name} {version}, fix the cause, and release: invoke bump --part patch"


class PartlyOut(Conflict):
    text = "{tag} cannot be taken back: {out} of the same release cannot be taken back any more"
    hint_text = "finish it with: invoke resume; or commit a fix, and release a patch: invoke release --all --part patch"


class TagNotOurs(Conflict):
    text = "{remote} has another object under the tag {tag}; gonogo does not delete it"
    hint_text = "see who made it: git ls-remote {remote} {tag}"


class CommitIsThere(Conflict):
    text = (
        "{remote} has the release commit {commit} on {branch}, but not the tag {tag}: the commit is not removed there"
    )
    hint_text = "push the tag too with: invoke push; or git revert {commit}, then: git push"


class NotTakenBack(NoGo):
    text = "{remote} refused, and nothing was taken back: {why}"
    hint_text = "fix the cause, then type: invoke undo --remote"


class NotMadeHere(Conflict):
    text = "{tag} was not made by gonogo, so neither it nor its commit is taken back"
    hint_text = "if only the tag is wrong, delete it: git tag --delete {tag}"


class NothingOfOurs(NotMadeHere):
    text = "nothing is to be taken back: the newest release is {tag}, which gonogo did not make"
    hint_text = "see where the releases stand: invoke status"


def undo(folder: Path, *, remote: bool) -> Board:
    """Take the open release back; with `remote`, from the remote too."""
    if group.root_of(folder):
        from gonogo.commands.group import carry as group_carry

        return group_carry.take_back(folder, remote=remote)
    started = time.monotonic()
    git = Git(folder)
    with recovery.alone(git) as recovered:
        project = survey(folder)
        if recovered.taken_back and (
            workspace.is_alone(project, git) or any(workspace.is_own(project, tag) for tag in recovered.taken_back)
        ):
            return Board("undo", recovered.rows, "invoke status")
        plan = open_plan(project, git)
        require_alone(replace(plan, beside=plan.beside or tags.released_with(git, plan.tag)), git)
        note = taken_back([(plan, project)], contexts.local(project), allowed=remote)
    row = Row("undo", Verdict.GO, time.monotonic() - started, note)
    return Board(f"undo {plan.name} {plan.new}", (*recovered, row), "invoke status")


def taken_back(released: Sequence[tuple[Plan, Project]], context: Context, *, allowed: bool) -> str:
    """Take the release of one or several packages back here and, where allowed, from the remote; say what was done."""
    plan, git = released[-1][0], context.git
    for one, project in released:
        if not origin.is_made_here(one, project, git):
            raise (NothingOfOurs if is_old(one, context) else NotMadeHere)(tag=one.tag)
    require_whole(plan, git)
    if origin.was_merged(plan, git):
        released = [(replace(one, base=git.resolve(f"refs/tags/{one.tag}^{{commit}}")), of) for one, of in released]
        plan = released[-1][0]
    there = is_there(plan, context)
    further = further_steps(plan, context)
    note = from_remote(released, context, allowed=allowed) if there else from_here(plan, git)
    return "; ".join((*further, note))


def is_old(plan: Plan, context: Context) -> bool:
    """Return whether a tag is more than a slip of today: commits follow it, or the remote has it."""
    git = context.git
    if git.resolve("HEAD") != context.commit(plan):
        return True
    return bool(context.remote) and f"refs/tags/{plan.tag}" in push.seen(plan, context)


def require_whole(plan: Plan, git: Git) -> None:
    """Raise PartlyOut where the commits of a release of several packages hold tags that have gone their way already."""
    found = intent.holding(git, plan.tag)
    if found is None:
        return
    words = ("for-each-ref", "--format=%(refname:strip=2)", f"--merged={found.commit}", f"--no-merged={found.base}")
    out = [tag for tag in git(*words, "refs/tags/").splitlines() if tag not in found.tags]
    if out:
        raise PartlyOut(tag=plan.label, out=few(out))


def further_steps(plan: Plan, context: Context) -> tuple[str, ...]:
    """Take back what steps beside landing and push have done, the last one first; return a sentence for each."""
    done = (one for one in reversed(all_steps()) if one.undo and one.probe(plan, context).state is State.DONE)
    return tuple(one.undo(plan, context) for one in done if one.undo)


def is_there(plan: Plan, context: Context) -> bool:
    """Return whether the release is on the remote; TagNotOurs, CommitIsThere or CouldNotTell where it is unclear."""
    if not context.remote:
        return False
    git, theirs = context.git, push.seen(plan, context)
    tag, tip = theirs.get(f"refs/tags/{plan.tag}", ""), theirs.get(push.target(plan, context), "")
    if tag == git.resolve(f"refs/tags/{plan.tag}") or (not tag and is_merged(plan, context)):
        return bool(tag)
    if not push.holds(plan, context, tip, context.commit(plan)):
        return False
    if tag:
        raise TagNotOurs(tag=plan.tag, remote=masked(context.remote))
    words = {"branch": plan.branch, "commit": context.commit(plan)[:12]}
    raise CommitIsThere(tag=plan.tag, remote=masked(context.remote), **words)


def is_merged(plan: Plan, context: Context) -> bool:
    """Return whether a release stands on its own commit: it made none, and none is taken back."""
    return plan.base == context.commit(plan)


def from_here(plan: Plan, git: Git) -> str:
    """Take a landed release back in the repository; return what was done."""
    found = landed(plan, git)
    if found.commit == plan.base:
        land.forget(git, found)
        return f"the tag {plan.label} is gone; the commit {found.commit[:12]} stays, because it was merged before"
    if not land.contains(git, found.branch_ref, found.commit) and git.resolve(found.branch_ref) != plan.base:
        land.forget(git, found)
        return f"the tag {plan.label} is gone; {plan.branch} had left its commit already, and stays as it is"
    if git.resolve(found.branch_ref) not in (found.commit, plan.base):
        land.forget(git, found)
        untagged.note_taken_back(git, found.commit)
        return f"the tag {plan.label} is gone; {stays(found.commit)}"
    users = land.undo(git, found, plan.base)
    commits = "their commits" if plan.beside else "its commit"
    return f"{plan.label} and {commits} are gone, {plan.branch} is at {plan.base[:12]} again{kept(users)}"


def kept(users: tuple[str, ...]) -> str:
    """Return a note on the files that were edited since: they stay whole, with what the release had written there."""
    if not users:
        return ""
    return f"; edited since and kept as they are, what the release wrote included: {', '.join(users)} (see git diff)"


def stays(commit: str) -> str:
    """Return a note on a release commit that others are on top of, with the command that takes it back."""
    return f"its commit stays, because others follow it; take it back with: git revert {commit[:12]}"


def from_remote(released: Sequence[tuple[Plan, Project]], context: Context, *, allowed: bool) -> str:
    """Take a pushed release back, on the remote first; return what was done."""
    plan = released[-1][0]
    for one, project in released:
        require_not_public(one, project)
    if not allowed:
        raise IsPushed(tag=plan.label)
    try:
        gone = push.undo(plan, context)
    except push.PushRejected as error:
        raise NotTakenBack(**error.fields) from error
    if gone:
        return f"{from_here(plan, context.git)}; {context.remote} too"
    found = landed(plan, context.git)
    land.forget(context.git, found)
    untagged.note_taken_back(context.git, found.commit)
    return f"the tag {plan.label} is gone, here and on {context.remote}; {stays(found.commit)}, then: git push"


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
    tagged_as = {tag: git.resolve(f"refs/tags/{tag}") for tag in plan.tags}
    name, base = (f"{intent.SEVERAL}{commit[:12]}", plan.base) if plan.beside else (plan.tag, "")
    tagged = Intent(intent.LAND, name, plan.branch, commit, tagged_as, base)
    return land.declared(git, plan.tag, plan.branch) or tagged
