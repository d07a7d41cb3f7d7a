"""The pull-request way of several packages: their release goes to one branch, and the tags follow once it is merged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from gonogo.commands import proposal, pull_request
from gonogo.commands.bump import begun, board
from gonogo.commands.group.carry import after_push
from gonogo.commands.group.rehearse import parts_of, prepare_and_judge, title, with_bumper, with_hashes
from gonogo.commands.group.release import after_tags, changes, close, is_published_here, pushed
from gonogo.commands.release import Consent, NotConfirmed
from gonogo.forge.notes import for_forge
from gonogo.forge.provider import Proposal
from gonogo.git import clone, remotes
from gonogo.git.repository import Git
from gonogo.model.board import Board, Row, is_go
from gonogo.model.errors import GonogoError, few
from gonogo.model.verdict import Verdict
from gonogo.project.bump import Bumper
from gonogo.release import build, contexts, destinations, group, guards, record, recovery, untagged
from gonogo.release.closing import require_nothing_open
from gonogo.release.group import merged as group_merged
from gonogo.release.group import plan as group_plan
from gonogo.release.group import run as group_run
from gonogo.release.group.merged import Merged
from gonogo.release.group.plan import Wanted
from gonogo.release.group.run import Named, Part
from gonogo.release.runner import Listener, timed
from gonogo.release.steps import prepare, push
from gonogo.system import folders
from gonogo.system.address import masked
from gonogo.version.pep440 import same

BRANCH = "release/packages"
"""The branch of a pull request that releases several packages, whatever their versions will be."""


class NothingMerged(GonogoError):
    """No package has a release without its tag."""

    text = "no package here has a release that waits for its tag, as far as files and commit messages show"
    hint_text = (
        "pull the merged release first: git pull --ff-only; or propose one: invoke release --all --part minor --pr"
    )


def release(folder: Path, wanted: Wanted, today: date, listener: Listener, consent: Consent) -> Board:
    """Prepare and judge the next release of several packages, push it to one branch, and propose to merge that."""
    git = Git(folder)
    with Bumper() as bumper, folders.temporary() as scratch, recovery.alone(git) as recovered:
        found = group.read(folder)
        planned = group_plan.plan(found, wanted, today)
        for one in planned:
            require_nothing_open(one.member.project, git)
        target, project = planned[0].plan.branch, planned[0].member.project
        if not project.remote:
            raise pull_request.NoRemoteForIt
        projects = [one.project for one in found.members]
        tip = proposal.tip_of(git, project.remote, BRANCH, partial(untagged.is_release, projects))
        planned = tuple(replace(one, plan=replace(one.plan, branch=BRANCH)) for one in planned)
        parts = parts_of(planned, scratch, with_bumper(contexts.local, bumper))
        last = parts[-1]
        sending = f"push that to {BRANCH} on {masked(last.context.remote)}"
        if not consent((*changes(planned), sending, proposal.describe(target, project))):
            raise NotConfirmed(tag=last.plan.label)
        rows = prepare_and_judge(parts, scratch, listener)
        if is_go(rows):
            rows = (*rows, timed("branch", listener, lambda: proposal.send_prepared(last.plan, last.context, tip)))
        if is_go(rows):
            said = proposed(parts, target, rows, proposal.TAG_IT)
            rows = (*rows, timed("pull request", listener, lambda: proposal.propose(project, said)))
        for part in parts:
            part.context.forget(part.plan)
    after = f"merge {BRANCH} into {target}, then: git pull --ff-only; invoke tag"
    return begun(f"release {title(planned)}", (*recovered, *rows), after, f"invoke release {wanted.words} --pr")


def proposed(parts: Sequence[Part], target: str, rows: Iterable[Row], after: str) -> Proposal:
    """Return the pull request that proposes a prepared release, with the notes of all packages and the board."""
    last = parts[-1]
    there = remotes.upstream(last.context.git, target, last.context.remote).removeprefix("refs/heads/")
    named = few(f"{part.plan.name} {part.plan.new}" for part in parts)
    notes = "\n\n".join(filter(None, (record.notes(part.plan, part.context) for part in parts)))
    said = for_forge(notes, last.context.project.changelog) if notes else ""
    return Proposal(last.plan.branch, there, f"Release {named}", proposal.text(said, f"release {named}", rows, after))


def tag(folder: Path, listener: Listener, at: str, consent: Consent) -> Board:
    """Tag the merged release of several packages, by consent, and push the tags."""
    git = Git(folder)
    with folders.temporary() as scratch, recovery.alone(git) as recovered:
        found = group.read(folder)
        merged = group_merged.find(found, git)
        if not merged:
            raise NothingMerged
        guards.repository_is_ready(git, found.members[0].project)
        merged = chosen(git, merged, at)
        parts = parts_of([one.planned for one in merged], scratch, contexts.local)
        require_taggable(merged, parts, git)
        last = parts[-1]
        sentence = f"tag {merged[-1].commit[:12]} as {last.plan.label}"
        if not consent((sentence, push.describe_tag(last.plan, last.context))):
            raise NotConfirmed(tag=last.plan.label)
        rows = carried(merged, parts, listener)
        after = after_tags(parts) or after_push(parts)
    return board(f"tag {last.plan.label}", (*recovered, *rows), after)


def chosen(git: Git, merged: Sequence[Merged], at: str) -> tuple[Merged, ...]:
    """Return what is tagged: each package's own commit, if HEAD or `at` is the last of them; else `at` for all."""
    last = merged[-1]
    if not at:
        pull_request.newest(git, last.planned.member.project, last.planned.plan.new, last.commit)
        return tuple(merged)
    commit = pull_request.chosen(git, at)
    return tuple(one if commit == last.commit else replace(one, commit=commit) for one in merged)


def require_taggable(merged: Sequence[Merged], parts: Sequence[Part], git: Git) -> None:
    """Raise what forbids the tags: one that is there, a release that was found red, or one that is not merged."""
    for one, part in zip(merged, parts, strict=True):
        require_nothing_open(one.planned.member.project, git)
        destinations.tag_is_free(git, one.planned.member.project, part.plan.tag, part.plan.new)
        pull_request.require_not_red(part.context, one.commit)
    pull_request.require_merged(parts[-1].plan, parts[-1].context, merged[-1].commit)


def carried(
    merged: Sequence[Merged], parts: Sequence[Part], listener: Listener, files: Path | None = None
) -> tuple[Row, ...]:
    """Tag merged packages, with the hashes of judged `files`, check their trees, and push the tags as one."""
    rows: tuple[Row, ...] = (timed("prepare", listener, lambda: tagged(merged, parts)),)
    if is_go(rows) and files:
        rows = (*rows, timed(prepare.SUMS, listener, lambda: named(parts, files)))
    if is_go(rows):
        commits = {part.name: one.commit for one, part in zip(merged, parts, strict=True)}
        checked = {part.name: looked_at(part, commits[part.name], listener, files) for part in parts}
        rows = (*rows, *group_run.summary(parts, checked, "checked"))
    if is_go(rows):
        rows = (*rows, *pushed(parts, listener))
    if is_go(rows):
        close(parts, [part for part in parts if not is_published_here(part)])
    return rows


def tagged(merged: Sequence[Merged], parts: Sequence[Part]) -> Row:
    """Make the tags in the temporary clone, annotated or signed as git is set up."""
    last, commit = parts[-1], merged[-1].commit
    made = clone.clone(last.context.git, last.context.clone_folder, last.plan.branch, commit)
    for one, part in zip(merged, parts, strict=True):
        prepare.tag(part.plan, made, "--force", commit=one.commit)
    return Row("prepare", Verdict.GO, note=f"{last.plan.label}, the last at {commit[:12]}")


def named(parts: Sequence[Part], files: Path) -> Row:
    """Take over the files that were judged of each package, and name them in its tag; OtherVersion."""
    for part in parts:
        manifest = build.take_over(part.context, part.plan, files / part.name)
        if not same(manifest.version, part.plan.new):
            raise pull_request.OtherVersion(built=manifest.version, version=part.plan.new)
    return with_hashes(parts)


def looked_at(part: Part, commit: str, listener: Listener, files: Path | None) -> tuple[Row, ...]:
    """Run the checks of one package that need the tree alone; judged files say its version."""
    rows: tuple[Row, ...] = ()
    if files is None:
        read_back = partial(prepare.read_back, part.plan, part.context)
        rows = (timed(prepare.READ_BACK, Named(listener, part.plan.name), read_back),)
    return (*rows, *pull_request.tree_checks(part.plan, part.context, commit))
