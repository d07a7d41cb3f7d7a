"""The second half of the standing release: what was judged is pushed, proposed, tagged, and its publication started."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from gonogo.commands import proposal, pull_request
from gonogo.commands.bump import board
from gonogo.commands.proposal import tip_of
from gonogo.commands.release import Consent, NotConfirmed
from gonogo.commands.standing import BRANCH, BUNDLE, FILES, NOTE, Handed, reaching
from gonogo.forge import find
from gonogo.forge.github import GitHub
from gonogo.forge.provider import Proposal
from gonogo.git.repository import Git
from gonogo.model.board import Board, Row, is_go
from gonogo.model.errors import CouldNotTell, GonogoError, Status
from gonogo.model.project import Project
from gonogo.model.verdict import Verdict
from gonogo.release import attestations, group, recovery, untagged
from gonogo.release.runner import Listener, timed
from gonogo.release.steps import land
from gonogo.release.survey import survey
from gonogo.system import folders
from gonogo.system.address import masked


class NothingHanded(GonogoError):
    """A folder holds nothing that the first half handed on."""

    text = "{folder} contains no {name} that can be read"
    hint_text = "type first: gonogo release --standing --into FOLDER"


class OtherHead(GonogoError):
    """What was handed on does not grow from HEAD, or is no release."""

    status = Status.CONFLICT
    text = "the release in that folder {why}"
    hint_text = "prepare it again from what is checked out: gonogo release --standing --into FOLDER"


class NotStarted(GonogoError):
    """The workflow that publishes could not be started."""

    status = Status.NO_GO
    text = "{tag} is pushed, and {workflow} was not started on it: {why}"
    hint_text = "start it on the forge's page for actions, with the tag as its ref; or run this job again"


def act(folder: Path, handed: Path, listener: Listener) -> Board:
    """Do what was handed on: propose the next release, or tag the merged one and start its publication."""
    found = read(handed)
    several = group.read(folder) if found.packages else None
    projects = [one.project for one in several.members] if several else [survey(folder)]
    with reaching(projects[0]):
        if found.kind == "proposed":
            rows = propose(projects, found, handed / BUNDLE, listener)
        elif found.kind in ("merged", "tagged"):
            rows = release(folder, projects[0], found, handed / FILES, listener)
        else:
            rows = (Row("release", Verdict.GO, note="nothing is to be done"),)
    after = f"merge the pull request of {BRANCH}" if found.kind == "proposed" else "invoke status"
    return board(f"standing release of {several.root.name if several else projects[0].name}", rows, after)


def at_once(folder: Path, prepare: Callable[[Path], Board], listener: Listener, consent: Consent) -> Board:
    """Do both halves on this machine, one after the other; what is pushed is shown and asked for in between."""
    with folders.temporary() as scratch:
        first = prepare(scratch)
        if first.verdict is not Verdict.GO:
            return first
        found = read(scratch)
        if not consent(sentences(found)):
            raise NotConfirmed(tag=found.tag or "the next version")
        second = act(folder, scratch, listener)
    return replace(second, rows=(*first.rows, *second.rows))


def sentences(found: Handed) -> tuple[str, ...]:
    """Return what is done with what was judged."""
    if found.kind == "proposed":
        return (
            f"push the release of {found.version} to {BRANCH}",
            f"open or update its pull request into {found.target}",
        )
    if found.kind == "nothing":
        return ("nothing: no notes wait",)
    return (
        f"tag {found.commit[:12]} as {found.tag} and push it",
        "start the workflow that publishes, if it has not run",
    )


def read(handed: Path) -> Handed:
    """Return what was handed on; NothingHanded."""
    try:
        written = json.loads((handed / NOTE).read_text(encoding="utf-8"))
        return Handed(**{**written, "packages": tuple(written["packages"])})
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise NothingHanded(folder=handed, name=NOTE) from error


def propose(projects: Sequence[Project], found: Handed, bundle: Path, listener: Listener) -> tuple[Row, ...]:
    """Push the release commit to its branch, and open the pull request or bring it up to date."""
    with recovery.alone(Git(projects[0].root)):
        rows: tuple[Row, ...] = (timed("branch", listener, lambda: send(projects, found, bundle)),)
        if is_go(rows):
            said = Proposal(BRANCH, found.target, found.title, found.body)
            rows = (*rows, timed("pull request", listener, lambda: proposal.propose(projects[0], said)))
    return rows


def send(projects: Sequence[Project], found: Handed, bundle: Path) -> Row:
    """Push the commit that was handed on, in the place of the release that was proposed before."""
    project, git = projects[0], Git(projects[0].root)
    ref = f"refs/heads/{BRANCH}"
    git("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--", str(bundle), ref)
    require_release(projects, git, found)
    if is_behind(git, project.remote, found.target):
        return Row("branch", Verdict.GO, note=f"{found.target} has moved on; the run for that proposes what is next")
    tip = tip_of(git, project.remote, BRANCH, partial(untagged.is_release, projects))
    same = tip and git.resolve(f"{tip}^{{tree}}") == git.resolve(f"{found.commit}^{{tree}}")
    if same and land.contains(git, tip, found.base):
        return Row("branch", Verdict.GO, note=f"{BRANCH} is up to date")
    proposal.send(git, project.remote, found.commit, BRANCH, tip)
    return Row(
        "branch", Verdict.GO, note=f"{BRANCH} is on {masked(project.remote)} at {found.commit[:12]}: {found.version}"
    )


def is_behind(git: Git, remote: str, branch: str) -> bool:
    """Return whether a branch of the remote holds what HEAD does not: of two runs the later one ends first at times."""
    ref = f"refs/heads/{branch}"
    tip = git.remote_refs(remote, ref).get(ref, "")
    return bool(tip) and not land.contains(git, "HEAD", tip)


def require_release(projects: Sequence[Project], git: Git, found: Handed) -> None:
    """Raise OtherHead unless what was handed on is a release that grows from HEAD, and nothing else."""
    head = git.resolve("HEAD")
    if (
        not git.resolve(f"{found.commit}^{{commit}}")
        or found.base != head
        or not land.contains(git, found.commit, head)
    ):
        raise OtherHead(why=f"does not grow from HEAD, {head[:12]}")
    messages = git("log", "-z", "--format=%B", f"{head}..{found.commit}").strip("\0").split("\0")
    if len(messages) > max(len(found.packages), 1) or not all(untagged.is_release(projects, one) for one in messages):
        raise OtherHead(why=f"is no release of {found.version}, by its message")


def release(folder: Path, project: Project, found: Handed, files: Path, listener: Listener) -> tuple[Row, ...]:
    """Tag the merged commit with the hashes of the judged files, push the tag, and start what publishes it."""
    from gonogo.commands.group import standing as group_standing

    rows: tuple[Row, ...] = ()
    tag = found.tag
    if found.kind == "merged" and found.packages:
        rows, tag = group_standing.release(folder, found, files, listener)
    elif found.kind == "merged":
        rows = pull_request.tag(folder, listener, found.commit, lambda _: True, files).rows
    if all(one.verdict is Verdict.GO for one in rows):
        rows = (*rows, timed("publication", listener, lambda: started(project, tag)))
    return rows


def started(project: Project, tag: str) -> Row:
    """Start the workflow that publishes, on the tag, unless it has run for that already.

    GitHub and Forgejo start none by themselves for a tag that a workflow's own token has pushed.
    """
    forge, workflow = find.of(project), attestations.publisher(project).workflow
    if project.settings.publish != "ci" or not isinstance(forge, GitHub):
        publish = project.settings.publish
        why = "the pushed tag starts it" if publish == "ci" else f"publish is {publish}"
        return Row("publication", Verdict.GO, note=f"nothing to start: {why}")
    try:
        if forge.runs(workflow, tag):
            return Row("publication", Verdict.GO, note=f"{workflow} has run for {tag}")
        forge.start(workflow, tag, {"index": project.settings.index})
    except CouldNotTell:
        raise
    except GonogoError as error:
        raise NotStarted(tag=tag, workflow=workflow, why=error.sentence) from error
    return Row("publication", Verdict.GO, note=f"started {workflow} on {tag}")
