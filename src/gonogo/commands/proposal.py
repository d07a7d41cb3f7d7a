"""The branch and the pull request that propose a release: made once, and brought up to date when it is typed again."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from gonogo.forge import find, pull_requests
from gonogo.forge.provider import Proposal
from gonogo.git import clone, remotes
from gonogo.git.repository import NETWORK_SECONDS, Git
from gonogo.model.board import Board, Row
from gonogo.model.errors import CouldNotTell, GonogoError, Status
from gonogo.model.plan import Plan
from gonogo.model.project import Project
from gonogo.model.verdict import Verdict
from gonogo.release.contexts import Context
from gonogo.release.steps import push
from gonogo.system.address import masked
from gonogo.system.secrets import discreet, redacted


class BranchTaken(GonogoError):
    """The release's branch is on the remote already, with another commit than that of this release."""

    status = Status.CONFLICT
    text = "{remote} has a branch {branch} already, at {tip}"
    hint_text = "merge it and type: invoke tag; or delete it there, then type the command again"


class NotProposed(GonogoError):
    """The release's branch is pushed, and the forge opened no pull request."""

    status = Status.NO_GO
    text = "{branch} is pushed, but {host} has no pull request for it: {why}"
    hint_text = "open it yourself: {page}; or type the command again"


def tip_of(git: Git, remote: str, branch: str, is_release: Callable[[str], bool]) -> str:
    """Return the commit that a release's branch has on the remote; empty where there is none.

    BranchTaken where its message is of no such release; CouldNotTell where the remote is silent.
    """
    ref = f"refs/heads/{branch}"
    tip = git.remote_refs(remote, ref).get(ref, "")
    if tip and not is_release(message_of(git, remote, ref, tip)):
        raise BranchTaken(remote=masked(remote), branch=branch, tip=tip[:12])
    return tip


def message_of(git: Git, remote: str, ref: str, tip: str) -> str:
    """Return the message of a commit on the remote; it is fetched where it is not here, and no ref moves."""
    if not git.resolve(f"{tip}^{{commit}}"):
        where = remotes.pushed_to(git, remote)
        words = ("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--refmap=")
        done = git.run(*words, "--", where, ref, seconds=NETWORK_SECONDS * 5)
        if done.code:
            raise CouldNotTell(what=f"what {ref.removeprefix('refs/heads/')} holds", why=masked(done.tail))
    return git("show", "-s", "--format=%B", tip)


def send(git: Git, remote: str, commit: str, branch: str, tip: str) -> None:
    """Push a commit to a release's branch, which must still be at `tip`, or not be there; PushRejected."""
    ref = f"refs/heads/{branch}"
    words = ("push", "--quiet", f"--force-with-lease={ref}:{tip}", "--", remote, f"{commit}:{ref}")
    done = git.run(*words, seconds=NETWORK_SECONDS * 5)
    if done.code:
        raise push.PushRejected(remote=masked(remote), why=push.reason(done))


def send_prepared(plan: Plan, context: Context, tip: str) -> Row:
    """Push the commit in the temporary clone to the release's branch.

    The clone reads the user's settings of the remote for it: an address may hold credentials, and is in no command.
    """
    commit = context.commit(plan)
    clone.take_remotes(context.git, context.clone, context.remote)
    send(context.clone, context.remote, commit, plan.branch, tip)
    moved = f", moved from {tip[:12]}" if tip else ""
    return Row("branch", Verdict.GO, note=f"{plan.branch} is on {masked(context.remote)} at {commit[:12]}{moved}")


def describe(target: str, project: Project) -> str:
    """Say what will be opened, or where the user can open it."""
    forge = find.of(project)
    if forge is None:
        return f"open no pull request into {target}: {find.absence(project)}"
    if forge.api.token():
        return f"open a pull request into {target} on {forge.host}, or update the open one"
    return f"open no pull request into {target}: {forge.api.no_token}"


def propose(project: Project, proposal: Proposal) -> Row:
    """Open a pull request, or update the open one; without a token, name the page to open.

    NotProposed where the forge refuses or does not answer.
    """
    forge = find.of(project)
    if forge is None:
        return row(f"open one from {proposal.branch} into {proposal.target} yourself: {find.absence(project)}")
    page = forge.page_to_open(proposal)
    if not forge.api.token():
        return row(f"{forge.api.no_token}, so open it yourself: {page}")
    try:
        found, new = pull_requests.propose(forge, proposal)
    except GonogoError as error:
        raise NotProposed(branch=proposal.branch, host=forge.host, why=error.sentence, page=page) from error
    return row(f"{'opened' if new else 'updated'} {found.page}")


def row(note: str) -> Row:
    """Return the row of the pull request."""
    return Row("pull request", Verdict.GO, note=note)


TAG_IT = "merge this, then: git pull --ff-only; invoke tag"


def body(plan: Plan, context: Context, rows: Iterable[Row], after: str = TAG_IT) -> str:
    """Return the text of the pull request of a package: its notes, and the board as it was."""
    from gonogo import changelog
    from gonogo.forge.notes import for_forge

    path = context.project.changelog
    notes = changelog.notes_of(context.project, plan.new, context.clone_folder / context.subfolder)
    return text(for_forge(notes, path) if notes else "", f"release {plan.name} {plan.old} -> {plan.new}", rows, after)


def text(notes: str, title: str, rows: Iterable[Row], after: str) -> str:
    """Return the text of a pull request: notes, and the board as it was, with its secrets masked."""
    from gonogo.ci.github import annotate

    shown = annotate(discreet(Board(title, tuple(rows), after)))
    return redacted("\n".join(filter(None, (notes, shown))))
