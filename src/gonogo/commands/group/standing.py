"""The standing release of several packages: one pull request that is always their next release, in two halves."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path

from gonogo.changelog.release import NothingNew
from gonogo.commands.bump import board
from gonogo.commands.group.pull_request import carried, proposed, require_taggable, tagged
from gonogo.commands.group.rehearse import parts_of, prepare_and_judge, with_bumper
from gonogo.commands.group.release import after_tags, left_by
from gonogo.commands.pull_request import NoRemoteForIt
from gonogo.commands.standing import BRANCH, BUNDLE, FILES, MERGE, Handed, by_label, reaching
from gonogo.git.repository import Git
from gonogo.model.board import Board, Row, is_go
from gonogo.model.errors import few
from gonogo.model.verdict import Finding, Verdict
from gonogo.project import workspace
from gonogo.project.bump import Bumper
from gonogo.release import build, contexts, group, guards, recovery
from gonogo.release.group import Group
from gonogo.release.group import merged as group_merged
from gonogo.release.group import plan as group_plan
from gonogo.release.group import tags as group_tags
from gonogo.release.group.merged import Merged
from gonogo.release.group.plan import Wanted
from gonogo.release.group.run import Part
from gonogo.release.runner import Listener
from gonogo.system import folders


def is_for(folder: Path, wanted: Wanted) -> bool:
    """Return whether several packages are meant: they are asked for, or the root that is typed at is none itself."""
    root = group.root_of(folder)
    return wanted.is_several or (root is not None and workspace.is_root_alone(root))


def prepare(folder: Path, wanted: Wanted, today: date, listener: Listener, into: Path) -> Board:
    """Judge a merged release of several packages or their next one, and hand the result on; nothing is pushed."""
    git = Git(folder)
    with ExitStack() as stack:
        scratch = stack.enter_context(folders.temporary())
        recovered = stack.enter_context(recovery.alone(git))
        found = group.read(folder)
        project = found.members[0].project
        if not project.remote:
            raise NoRemoteForIt
        stack.enter_context(reaching(project))
        merged, tags = group_merged.find(found, git), tags_here(found, git)
        if merged:
            rows = judge_merged(merged, scratch, listener, into)
        elif tags:
            Handed("tagged", commit=git.resolve("HEAD"), tag=tags[-1], packages=tuple(tags)).write(into)
            rows = (Row("release", Verdict.GO, note=f"HEAD is {few(tags)} already"),)
        else:
            rows = judge_next(found, wanted, today, scratch, listener, into)
    return board(
        f"standing release of {found.root.name}", (*recovered, *rows), f"gonogo release --standing --from {into.name}"
    )


def tags_here(found: Group, git: Git) -> tuple[str, ...]:
    """Return the tags of the release that HEAD is, in the order of its packages; none where it is no release."""
    here = git("tag", "--points-at", "HEAD").splitlines()
    own = [tag for tag in here if any(workspace.is_own(one.project, tag) for one in found.members)]
    return tuple(dict.fromkeys(group_tags.together(found, own[0]).values())) if own else ()


def judge_merged(merged: Sequence[Merged], scratch: Path, listener: Listener, into: Path) -> tuple[Row, ...]:
    """Build, test and check merged packages, rehearse their publication, and hand their files on."""
    parts = parts_of([one.planned for one in merged], scratch, contexts.local)
    rows = prepare_and_judge(parts, scratch, listener, lambda *_: (tagged(merged, parts),))
    if is_go(rows):
        handed = Handed("merged", commit=merged[-1].commit, tag=parts[-1].plan.label, packages=names(parts))
        handed.write(into)
        for part in parts:
            build.hand_on(part.context.manifest(part.plan), part.context, into / FILES / part.name)
    return rows


def names(parts: Sequence[Part]) -> tuple[str, ...]:
    """Return packages with their versions."""
    return tuple(f"{part.plan.name} {part.plan.new}" for part in parts)


def judge_next(
    found: Group, wanted: Wanted, today: date, scratch: Path, listener: Listener, into: Path
) -> tuple[Row, ...]:
    """Prepare and judge the next release of the packages that have notes, and hand its commits on."""
    waiting = tuple(name for name in with_notes(found) if name in wanted.packages or not wanted.packages)
    request = by_label(found.members[0].project, wanted.request)
    try:
        if not waiting:
            raise group_plan.NothingWaits
        planned = group_plan.plan(found, Wanted(request, packages=waiting), today)
    except (NothingNew, guards.NothingToRelease, group_plan.NothingWaits) as error:
        Handed("nothing", packages=tuple(one.name for one in found.members)).write(into)
        return (Row("release", Verdict.GO, note=error.sentence),)
    target = planned[0].plan.branch
    planned = tuple(replace(one, plan=replace(one.plan, branch=BRANCH)) for one in planned)
    with Bumper() as bumper:
        parts = parts_of(planned, scratch, with_bumper(contexts.local, bumper))
        rows = prepare_and_judge(parts, scratch, listener)
    if is_go(rows):
        hand_on(parts, target, rows, into)
    for part in parts:
        part.context.forget(part.plan)
    return rows


def with_notes(found: Group) -> tuple[str, ...]:
    """Return the packages that have notes, or changes if they keep no changelog."""
    waiting = ((one, group.news(found, one)) for one in found.members)
    return tuple(one.name for one, news in waiting if news.notes or (news and one.project.changelog_kind == "none"))


def hand_on(parts: Sequence[Part], target: str, rows: Sequence[Row], into: Path) -> None:
    """Write a prepared release into a folder, with what its pull request says."""
    last = parts[-1]
    into.mkdir(parents=True, exist_ok=True)
    last.context.clone("bundle", "create", "--quiet", str(into / BUNDLE), f"{last.plan.base}..refs/heads/{BRANCH}")
    said = proposed(parts, target, rows, MERGE)
    commit = last.context.clone.resolve(f"refs/heads/{BRANCH}")
    words = {"title": said.title, "body": said.body, "target": said.target}
    packages = names(parts)
    Handed("proposed", commit, last.plan.base, few(packages), last.plan.label, **words, packages=packages).write(into)


def release(folder: Path, found: Handed, files: Path, listener: Listener) -> tuple[tuple[Row, ...], str]:
    """Tag merged packages with the hashes of the judged files and push the tags; return their last tag too."""
    from gonogo.commands.standing_act import OtherHead

    git = Git(folder)
    with folders.temporary() as scratch, recovery.alone(git):
        several = group.read(folder)
        merged = group_merged.find(several, git)
        parts = parts_of([one.planned for one in merged], scratch, contexts.local)
        if not merged or merged[-1].commit != found.commit:
            raise OtherHead(why=f"is of {found.commit[:12]}, and that is not merged here or is tagged already")
        require_taggable(merged, parts, git)
        rows = carried(merged, parts, listener, files)
        return (*rows, *(too_many(parts) if is_go(rows) else ())), parts[-1].plan.tag


def too_many(parts: Sequence[Part]) -> tuple[Row, ...]:
    """Return the row with the advice to start the pipeline, where GitLab has not started that of the last tag."""
    if left_by(parts) != "gitlab":
        return ()
    what = f"GitLab starts pipelines for the first four refs of a push, and {parts[-1].plan.tag} may have none"
    found = Finding("pipeline-not-started", what, fix=after_tags(parts), blocking=False)
    return (Row("pipeline", Verdict.GO, findings=(found,)),)
