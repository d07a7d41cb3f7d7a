"""The pull-request way: the release commit goes to a branch of its own, and its tag follows once it is merged."""

from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from gonogo.commands import proposal, rehearse
from gonogo.commands.bump import after_push, begun, board, require_alone
from gonogo.commands.release import Consent, NotConfirmed
from gonogo.forge.provider import Proposal
from gonogo.git import clone, remotes
from gonogo.git.repository import Git
from gonogo.model.board import Board, Row, is_go
from gonogo.model.errors import Conflict, GonogoError, NoGo, few
from gonogo.model.manifest import Manifest
from gonogo.model.plan import Plan
from gonogo.model.project import Project
from gonogo.model.stage import Stage
from gonogo.model.verdict import Verdict
from gonogo.project.bump import Bumper
from gonogo.release import contexts, destinations, group, guards, origin, planner, recovery, untagged
from gonogo.release import judged as judged_before
from gonogo.release.closing import close_after, home, require_nothing_open
from gonogo.release.contexts import Context
from gonogo.release.planner import Request
from gonogo.release.runner import Listener, carry, timed
from gonogo.release.steps import land, prepare, push, steps
from gonogo.release.survey import survey
from gonogo.release.untagged import branch_of, names_release
from gonogo.system import folders
from gonogo.system.address import masked
from gonogo.version.pep440 import same


class NoRemoteForIt(GonogoError):
    text = "this repository has no remote, so there is nowhere to open a pull request"
    hint_text = "type: git remote add origin URL; or release without --pr"


class NoReleaseCommit(GonogoError):
    text = "no commit on {branch} sets the version {version}, as far as its files and commit messages show"
    hint_text = "pull the merged release first: git pull --ff-only; or begin one with: invoke bump --part minor"


class NotMerged(Conflict):
    text = "the commit {commit}, which set {version}, is not on {branch} of {remote}"
    hint_text = (
        "merge the pull request there and git pull --ff-only, or push the commit with: git push; then: invoke tag"
    )


class NoSuchCommit(GonogoError):
    text = "{at} names no commit of this branch"
    hint_text = "name one that HEAD contains; see them with: git log --oneline"


class OlderCommit(GonogoError):
    text = "{commit} set {version}, and {count} commit(s) follow it"
    hint_text = "tag what is checked out: invoke tag --at HEAD; or that commit alone: invoke tag --at {commit}"


class MergedNoGo(NoGo):
    text = "{red} was NO-GO on the files of {commit}; nothing was tagged"
    hint_text = (
        "type: git revert {commit}; then fix that, and release again; "
        "or, if the cause was outside of the release, judge it again: nox -s build tests check"
    )


class OtherVersion(NoGo):
    text = "the files that were judged are of {built}, and the commit says {version}"
    hint_text = "see where the version stands: gonogo doctor; nothing was tagged"


def release(folder: Path, request: Request, today: date, listener: Listener, consent: Consent) -> Board:
    """Prepare and judge the next release, push its commit to `release/<version>`, and open or renew a pull request."""
    git = Git(folder)
    with Bumper() as bumper, folders.temporary() as scratch, recovery.alone(git) as recovered:
        project = survey(folder)
        require_nothing_open(project, git)
        if not project.remote:
            raise NoRemoteForIt
        context = replace(contexts.local(project), clone_folder=scratch / "clone", bumper=bumper)
        plan = planner.plan(project, request, today)
        target, preparing = plan.branch, prepare.describe(plan, context)
        plan = replace(plan, branch=branch_of(plan.new))
        tip = proposal.tip_of(git, project.remote, plan.branch, partial(names_release, project, version=plan.new))
        sending = f"push its commit to {plan.branch} on {masked(context.remote)}"
        if not consent((preparing, sending, proposal.describe(target, project))):
            raise NotConfirmed(tag=plan.tag)
        rows = rehearse.prepare_and_judge(plan, context, scratch, listener)
        if is_go(rows):
            rows = (*rows, timed("branch", listener, lambda: proposal.send_prepared(plan, context, tip)))
        if is_go(rows):
            rows = (*rows, proposed(plan, target, context, listener, rows))
        context.forget(plan)
    after = f"merge {plan.branch} into {target}, then: git pull --ff-only; invoke tag"
    title = f"release {plan.name} {plan.old} -> {plan.new}"
    return begun(title, (*recovered, *rows), after, f"invoke release {request.words} --pr")


def proposed(plan: Plan, target: str, context: Context, listener: Listener, rows: tuple[Row, ...]) -> Row:
    """Open or update the pull request into the branch that `target` is on the remote."""
    there = remotes.upstream(context.git, target, context.remote).removeprefix("refs/heads/")
    said = Proposal(plan.branch, there, plan.message.partition("\n")[0], proposal.body(plan, context, rows))
    return timed("pull request", listener, lambda: proposal.propose(context.project, said))


def tag(folder: Path, listener: Listener, at: str, consent: Consent, files: Path | None = None) -> Board:
    """Tag the merged release commit, HEAD or `at`, by consent, and push the tag; it names `files` judged of that
    commit."""
    if group.root_of(folder) and files is None:
        from gonogo.commands.group import pull_request as group_pull_request

        return group_pull_request.tag(folder, listener, at, consent)
    git = Git(folder)
    with folders.temporary() as scratch, recovery.alone(git) as recovered:
        project = survey(folder)
        require_nothing_open(project, git)
        context = replace(contexts.local(project), clone_folder=scratch / "clone")
        plan, commit = of_merged(project, git, at)
        rows: tuple[Row, ...] = ()
        if git.resolve(f"refs/tags/{plan.tag}^{{commit}}") != commit:
            destinations.tag_is_free(git, project, plan.tag, plan.new)
            require_alone(replace(plan, beside=merged_with(plan, git)), git)
            require_not_red(context, commit)
            require_merged(plan, context, commit)
            if not consent((f"tag {commit[:12]} as {plan.tag}", push.describe_tag(plan, context))):
                raise NotConfirmed(tag=plan.tag)
            rows = judged(plan, context, commit, listener, files)
        if not rows or is_go(rows):
            rows = (*rows, *carry(steps(Stage.LAND, Stage.PUSH), plan, context, listener))
        if is_go(rows):
            close_after(plan, context)
        after = after_push(plan, home(project))
    return board(f"tag {plan.name} {plan.new}", (*recovered, *rows), after)


def merged_with(plan: Plan, git: Git) -> tuple[str, ...]:
    """Return the tags of the other packages of the repository whose releases were merged with a release."""
    from gonogo.release.group import merged as group_merged

    root = group.root_of(git.top) if git.root != git.top else None
    merged = group_merged.find(group.read(root), git) if root else ()
    return next((one.planned.plan.beside for one in merged if one.planned.plan.tag == plan.tag), ())


def require_not_red(context: Context, commit: str) -> None:
    """Raise MergedNoGo where the kept files of a merged release were found NO-GO."""
    red = judged_before.of_commits((commit,), context)
    if red:
        raise MergedNoGo(red=few(red), commit=commit[:12])


def of_merged(project: Project, git: Git, at: str = "") -> tuple[Plan, str]:
    """Return the plan of the release that this branch holds, and its commit; refuses as bump does."""
    version, commit = untagged.found(project, git)
    if not commit:
        raise NoReleaseCommit(branch=git.branch() or "HEAD", version=version or "that follows its newest tag")
    guards.repository_is_ready(git, project)
    commit = chosen(git, at) if at else newest(git, project, version, commit)
    plan = planner.of_intent(project, project.tag_for(version), version, git.branch(), commit)
    return replace(plan, message=origin.message_of_merged(project, version)), commit


def chosen(git: Git, at: str) -> str:
    """Return the commit that the user names; NoSuchCommit where HEAD does not hold it."""
    commit = git.resolve(f"{at}^{{commit}}")
    if not commit or not land.contains(git, "HEAD", commit):
        raise NoSuchCommit(at=at)
    return commit


def newest(git: Git, project: Project, version: str, commit: str) -> str:
    """Return HEAD, if it is the release commit or has its tag already; OlderCommit where work stands on top."""
    tagged = git.resolve(f"refs/tags/{project.tag_for(version)}^{{commit}}")
    if git.resolve("HEAD") == commit or tagged == commit:
        return commit
    above = git("rev-list", "--count", f"{commit}..HEAD")
    raise OlderCommit(commit=commit[:12], version=version, count=above)


def require_merged(plan: Plan, context: Context, commit: str) -> None:
    """Raise NotMerged unless the remote's branch holds the release commit."""
    if not context.remote:
        return
    tip = push.seen(plan, context).get(push.target(plan, context), "")
    if not tip or not land.contains(context.git, tip, commit):
        words = {"commit": commit[:12], "version": plan.new, "branch": plan.branch}
        raise NotMerged(remote=masked(context.remote), **words)


def judged(plan: Plan, context: Context, commit: str, listener: Listener, files: Path | None = None) -> tuple[Row, ...]:
    """Tag the commit in a temporary clone and run the checks that need the tree alone; judged files say its version."""
    made = timed("prepare", listener, lambda: tagged(plan, context, commit))
    if made.verdict is not Verdict.GO:
        return (made,)
    read: tuple[Row, ...] = ()
    if files is None:
        read = (timed(prepare.READ_BACK, listener, lambda: prepare.read_back(plan, context)),)
    elif not context.project.layout.from_tag:
        read = (timed(prepare.SUMS, listener, partial(named, plan, context, files)),)
    return (made, *read, *tree_checks(plan, context, commit))


def tagged(plan: Plan, context: Context, commit: str) -> Row:
    """Make the tag in the temporary clone, annotated or signed as git is set up."""
    made = clone.clone(context.git, context.clone_folder, plan.branch, commit)
    prepare.tag(plan, made)
    return Row("prepare", Verdict.GO, note=f"{plan.tag} names {commit[:12]}")


def named(plan: Plan, context: Context, files: Path) -> Row:
    """Take over the files that were judged of the tagged commit, and name them in its tag; OtherVersion."""
    from gonogo.release import build

    manifest = build.take_over(context, plan, files)
    if not same(manifest.version, plan.new):
        raise OtherVersion(built=manifest.version, version=plan.new)
    return prepare.name_files(plan, context)


def tree_checks(plan: Plan, context: Context, commit: str) -> tuple[Row, ...]:
    """Run the checks that look at the tree of a commit and at nothing that is built."""
    from gonogo.checks import all_checks
    from gonogo.checks.reader import Reader
    from gonogo.release import check

    empty = Manifest(plan.name, plan.new, commit, 0, ())
    reader = Reader(
        project=context.project,
        version=plan.new,
        tag=plan.tag,
        commit=commit,
        tree=context.clone_folder / context.subfolder,
        repo=context.repo,
        manifest=empty,
        files=(),
        index=context.index,
    )
    return check.rows([one for one in all_checks() if one.needs == {"tree"}], reader, context.project.settings.excused)
