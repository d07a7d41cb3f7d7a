"""The standing release: a pull request that is always the next release; once merged, it is tagged and published.

It is done in two halves, so that what runs the project's code can change nothing, and what can change something runs
none of it. `prepare` judges and hands on; `act` takes that over, pushes, and asks the forge.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from gonogo import ci
from gonogo.changelog.release import NothingNew
from gonogo.commands import proposal, rehearse
from gonogo.commands.bump import board
from gonogo.commands.pull_request import NoRemoteForIt
from gonogo.forge import find
from gonogo.forge.provider import Proposal
from gonogo.git import access, remotes
from gonogo.git.repository import Git
from gonogo.model.board import Board, Row, is_go
from gonogo.model.index import Index
from gonogo.model.plan import Plan
from gonogo.model.project import Project
from gonogo.model.verdict import Verdict
from gonogo.project.bump import Bumper
from gonogo.release import build, contexts, guards, planner, recovery, stages, untagged
from gonogo.release.contexts import Context
from gonogo.release.planner import Request
from gonogo.release.runner import Listener
from gonogo.release.survey import survey
from gonogo.system import folders

BRANCH = "release/next"
"""The branch of the standing pull request, whatever the version will be."""

NOTE, BUNDLE, FILES = "standing.json", "release.bundle", "files"
MERGE = "merge this: CI then tags the merged commit and publishes it"
LABEL = re.compile(r"part: ?(?P<part>[a-z]+)")


@dataclass(frozen=True)
class Handed:
    """What one half hands to the other: `proposed`, `merged`, `tagged` or `nothing`, and what it is about.

    `packages` are those of a repository of several.
    """

    kind: str
    commit: str = ""
    base: str = ""
    version: str = ""
    tag: str = ""
    title: str = ""
    body: str = ""
    target: str = ""
    packages: tuple[str, ...] = ()

    def write(self, folder: Path) -> None:
        """Write it into a folder, which git overlooks."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")
        (folder / NOTE).write_text(json.dumps(asdict(self), indent=2), encoding="utf-8")


def prepare(folder: Path, request: Request, today: date, listener: Listener, into: Path) -> Board:
    """Judge HEAD, a merged release or what the next one grows from, and hand the result on; nothing is pushed."""
    git = Git(folder)
    with ExitStack() as stack:
        scratch = stack.enter_context(folders.temporary())
        recovered = stack.enter_context(recovery.alone(git))
        project = survey(folder)
        if not project.remote:
            raise NoRemoteForIt
        stack.enter_context(reaching(project))
        merged = untagged.untagged(project, git)
        head = planner.of_head(project)
        if merged:
            rows = judge_merged(merged[0], merged[1], project, listener, into)
        elif head.tag:
            Handed("tagged", commit=head.base, version=head.new, tag=head.tag).write(into)
            rows = (Row("release", Verdict.GO, note=f"HEAD is {head.tag} already"),)
        else:
            context = replace(contexts.local(project), clone_folder=scratch / "clone")
            rows = judge_next(context, request, today, listener, into)
    return board(
        f"standing release of {project.name}", (*recovered, *rows), f"gonogo release --standing --from {into.name}"
    )


def judge_merged(plan: Plan, commit: str, project: Project, listener: Listener, into: Path) -> tuple[Row, ...]:
    """Build, test and check a merged release, release it to the embedded index, and hand its files on."""
    untagged_plan = replace(planner.of_head(project), base=commit, new=plan.new)
    context = replace(contexts.local(project), index=Index("rehearsal", "", ""))
    with ExitStack() as stack:

        def opened() -> Context:
            target = stack.enter_context(contexts.embedded(project.name))
            return contexts.real(project, "rehearsal", target)

        rows = stages.release(untagged_plan, context, opened, listener, fresh=True)
    if is_go(rows):
        Handed("merged", commit=commit, version=plan.new, tag=plan.tag).write(into)
        build.hand_on(context.manifest(untagged_plan), context, into / FILES)
    return rows


def judge_next(context: Context, request: Request, today: date, listener: Listener, into: Path) -> tuple[Row, ...]:
    """Prepare and judge the next release in a temporary clone, and hand its commit on; without notes, nothing."""
    project = context.project
    with Bumper() as bumper:
        context = replace(context, bumper=bumper)
        try:
            plan = planner.plan(project, by_label(project, request), today)
        except (NothingNew, guards.NothingToRelease) as error:
            Handed("nothing").write(into)
            return (Row("release", Verdict.GO, note=error.sentence),)
        target, plan = plan.branch, replace(plan, branch=BRANCH)
        rows = rehearse.prepare_and_judge(plan, context, context.clone_folder.parent, listener)
    if is_go(rows):
        into.mkdir(parents=True, exist_ok=True)
        context.clone("bundle", "create", "--quiet", str(into / BUNDLE), f"{plan.base}..refs/heads/{BRANCH}")
        there = remotes.upstream(context.git, target, context.remote).removeprefix("refs/heads/")
        title, body = plan.message.partition("\n")[0], proposal.body(plan, context, rows, MERGE)
        Handed("proposed", context.commit(plan), plan.base, plan.new, plan.tag, title, body, there).write(into)
    context.forget(plan)
    return rows


def by_label(project: Project, request: Request) -> Request:
    """Return a request with the part that a label of the open pull request names, such as `part: minor`."""
    forge = find.of(project)
    if request.part != "auto" or forge is None or not forge.api.token():
        return request
    target = remotes.upstream(Git(project.root), project.branch, project.remote).removeprefix("refs/heads/")
    found = forge.opened(Proposal(BRANCH, target))
    named = (LABEL.fullmatch(one) for one in forge.labels(str(found.number))) if found else ()
    return next((replace(request, part=match["part"]) for match in named if match), request)


@contextmanager
def reaching(project: Project) -> Iterator[None]:
    """Let git reach the remote with the forge's token in a run of CI; GitLab itself gives git the token of a job."""
    forge = find.of(project)
    token = forge.api.token() if forge and ci.detect(os.environ) else ""
    with access.by_token(forge.site if forge else "", "" if token == os.environ.get("CI_JOB_TOKEN") else token):
        yield
