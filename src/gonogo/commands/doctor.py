"""The doctor: whether a project is set up for releases; a row for each thing that has to be so."""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from gonogo import ci
from gonogo.adopt import hosting, release_lock, workflows
from gonogo.adopt.changelog import means_none
from gonogo.changelog import find
from gonogo.commands import doctor_forge
from gonogo.forge import find as forges
from gonogo.git.repository import Git
from gonogo.git.tags import Tag, below_head
from gonogo.model.board import Board, Row, error_row, examined_row, waived_row
from gonogo.model.errors import CouldNotTell, GonogoError
from gonogo.model.project import Project
from gonogo.model.verdict import Examined, Finding, Verdict
from gonogo.project import python_source
from gonogo.project.tree import Tree
from gonogo.release import attestations, group, guards, recovery
from gonogo.release.check import SET_UP, require_known
from gonogo.release.survey import survey
from gonogo.version.pep440 import parse

NEXT = "gonogo init"
TAKEN = re.compile(rf"{NEXT} --take \S+$")
OF_PACKAGE = ("layout", "tags", "changelog", "waivers", "forge_settings")  # what each of several packages has itself
MUST_HOLD = frozenset({"sha-pinned"})  # workflow rules that bind every workflow which uploads, whoever wrote it
OLDEST_GIT = (2, 31)  # the first git whose fetch takes several refs or none: `git fetch --atomic`
# Workflow rules on what Forgejo does not have: artifacts by id, an identity that PyPI accepts, images as labels.
GITHUB_ALONE = frozenset({"artifact-by-digest", "build-apart", "no-pypi-secret", "runner-pinned"})

Question = Callable[[Project], Examined]


def board(folder: Path, also: Callable[[Project], dict[str, Question]] = lambda _: {}) -> Board:
    """Look at the set-up of the project in a folder; nothing is changed. `also` gives further questions.

    At the root of several packages each is looked at; what they share is asked once.
    """
    git = Git(folder)
    with recovery.explained(git):
        root = group.root_of(folder)
        projects = [one.project for one in group.read(folder).members] if root else [survey(folder)]
    questions = {**QUESTIONS, **also(projects[0])}
    own = OF_PACKAGE if root else ()
    of_each = [replace(row(name, questions[name], one), name=f"{one.name}: {name}") for one in projects for name in own]
    shared = (row(name, question, projects[0]) for name, question in questions.items() if name not in own)
    rows = (*recovery.left_behind(git), *of_each, *shared)
    return Board(
        f"doctor {root.name if root else projects[0].name}", rows, next_command(rows, "--all " if root else "")
    )


def with_forge(project: Project) -> dict[str, Question]:
    """Return the questions to the forge, or why it is not asked; what is asked is not listed to be ticked."""
    try:
        doctor_forge.asked(project)
    except CouldNotTell as error:
        return {"forge_settings": partial(unread, str(error.fields["why"]))}
    seen = {"forge_settings": publisher} if project.settings.publish == "ci" else {}
    return {**seen, **doctor_forge.questions(project)}


def unread(why: str, project: Project) -> Examined:
    """List what only the settings of forge and index show, and say why none of them was read."""
    seen = forge_settings(project)
    return replace(seen, note=f"{seen.note}; --forge has no effect: {why}")


def next_command(rows: tuple[Row, ...], which: str) -> str:
    """Return what to type next: what makes missing files, the doctor again, or a rehearsal."""
    fixes = {finding.fix for one in rows if one.verdict is Verdict.NO_GO for finding in one.findings}
    if NEXT in fixes:
        return NEXT
    offered = next((found[0] for fix in fixes if (found := TAKEN.search(fix))), "")
    if fixes:
        return f"fix what is NO-GO{f', or type: {offered}' if offered else ''}; then: gonogo doctor"
    return f"nox -s rehearse -- {which}--part minor"


def row(name: str, question: Question, project: Project) -> Row:
    """Return the row of one question; a waived one is GO with its written reason."""
    reason = project.settings.waivers.get(name)
    if reason:
        return waived_row(name, reason)
    started = time.monotonic()
    try:
        seen = question(project)
    except GonogoError as error:
        return error_row(name, error, time.monotonic() - started)
    return examined_row(name, seen, time.monotonic() - started)


def layout(project: Project) -> Examined:
    """Say what the layout is, and where the version lives."""
    where = ", ".join(dict.fromkeys(place.path for place in project.places)) or "the tag"
    return Examined(1, note=f"{project.layout.name}: version {project.version or 'none yet'} in {where}")


def repository(project: Project) -> Examined:
    """Look for an identity, a branch, and a history that is whole."""
    git = Git(project.root)
    if git.version() < OLDEST_GIT:
        wanted, here = (".".join(map(str, one)) for one in (OLDEST_GIT, git.version()))
        return no_go("old-git", f"git is {here}, and a release needs what {wanted} brought", "install a newer git")
    guards.repository_is_ready(git, project)
    return Examined(1, note=f"branch {git.branch()}")


def remote(project: Project) -> Examined:
    """Look for a remote that answers, and a branch that follows it."""
    git = Git(project.root)
    if not project.remote:
        return no_go("no-remote", "there is no remote to push to", "git remote add origin URL")
    branch = git.branch()
    git.remote_refs(project.remote, f"refs/heads/{branch}")
    if git.settings().get(f"branch.{branch}.remote") != project.remote:
        return no_go(
            "no-upstream",
            f"branch {branch} follows no branch of {project.remote}",
            f"git push --set-upstream {project.remote} {branch}",
        )
    return Examined(1, note=f"{branch} follows {project.remote}")


def tags(project: Project) -> Examined:
    """Compare the version with the newest release tag below HEAD; a pre-release that was given up may be higher."""
    found = below_head(Git(project.root), project.tag_template, project.name)
    finals = (one for one in found if not parse(one.version).is_prerelease)
    newest = next(finals, found[0] if found else Tag())
    if newest.name and project.version and parse(project.version) < parse(newest.version):
        return no_go(
            "behind-its-tag",
            f"the version is {project.version}, but {newest.name} is released already",
            f"write {newest.version} into {project.places[0].path if project.places else 'a newer tag'}",
        )
    return Examined(1, note=f"{project.tag_template}, newest: {newest.name or 'none yet'}")


def changelog(project: Project) -> Examined:
    """Look for the changelog's file, and for its folder of fragments."""
    kind, tree = project.changelog_kind, Tree(project.root)
    if kind == "none":
        if means_none(tree, len(below_head(Git(project.root), project.tag_template, project.name))):
            return Examined(1, note="the project keeps none")
        return no_go("no-changelog", "there is no changelog", NEXT)
    if kind != "towncrier":
        return Examined(1, note=f"{kind}: {project.changelog}")
    table = find.towncrier(tree)
    if table is None:
        return no_go("no-towncrier", f"{find.FRAGMENTS} is there, but towncrier is not configured", NEXT)
    folder = str(table.get("directory", "")).rstrip("/")
    if not folder or (project.root / folder).is_dir():
        return Examined(1, note=f"towncrier: {folder or 'fragments'} -> {project.changelog}")
    git = Git(project.root)
    if not git("ls-files", "--", folder) and git.run("log", "--max-count=1", "--format=%h", "--", folder).stdout:
        return Examined(1, note=f"git keeps no empty folder, and {folder} is one now: invoke news makes it again")
    fix = f"mkdir {folder} and commit a README.md in it"
    return no_go("no-fragments-folder", f"the folder {folder} is not there", fix)


def noxfile_and_tasks(project: Project) -> Examined:
    """Look for gonogo's sessions in noxfile.py and its tasks in tasks.py; one of each serves several packages."""
    is_below = project.root.resolve() != Git(project.root).top.resolve()
    tree, findings = Tree((group.root_of(project.root.parent) if is_below else None) or project.root), []
    for path, called in (("noxfile.py", "sessions"), ("tasks.py", "tasks")):
        if not (tree.has(path) and python_source.read(tree, path).calls(called)):
            findings.append(Finding("not-connected", f"{path} does not call gonogo.{called}()", path, NEXT))
    return Examined(2, tuple(findings))


def workflow(project: Project) -> Examined:
    """Hold the workflow that uploads to the rules for workflows; in one of the project's own, only pins must hold."""
    if project.settings.publish != "ci":
        return Examined(1, note=f"none needed: publish is {project.settings.publish}")
    top = Git(project.root).top
    uploading = attestations.uploading(project)
    if not uploading:
        served = project.root.resolve() == top.resolve() and hosting.provider(project, top)[0]
        fix = NEXT if served else 'write publish = "here" into [tool.gonogo], or a workflow of your own'
        return no_go("no-workflow", "no workflow uploads a release", fix)
    found = (weighed(one, path, text, project) for path, text in uploading.items() for one in ruled(top / path, path))
    gone = (one for path, text in uploading.items() for one in missing_sessions(project, path, text))
    left = (Finding("left-over", one.what, fix=one.fix, blocking=False) for one in workflows.left_over(project, top))
    return Examined(len(uploading), tuple(dict.fromkeys([*found, *gone, *left])), ", ".join(uploading))


def ruled(file: Path, path: str) -> Iterator[Finding]:
    """Find what breaks the rules for workflows: all of them on GitHub, on Forgejo those that it can keep."""
    if path.startswith(".gitlab"):
        return
    ours = path.startswith(".github")
    yield from (one for one in ci.examine(file).findings if ours or one.code not in GITHUB_ALONE)


def missing_sessions(project: Project, path: str, text: str) -> Iterator[Finding]:
    """Find sessions that a workflow of gonogo's calls by another name than noxfile.py gives them."""
    named = ", ".join(workflows.unregistered(project, ci.named_by(path) or "github", text))
    if named:
        yield Finding("no-session", f"noxfile.py gives gonogo's sessions other names than {named}", path, NEXT)


def weighed(finding: Finding, path: str, text: str, project: Project) -> Finding:
    """Return a finding as it weighs here: in a workflow that gonogo did not write, all but a loose pin is advice.

    There `init` may offer a workflow of gonogo's in its place.
    """
    blocking = finding.blocking and ("gonogo" in text or finding.code in MUST_HOLD)
    offered = workflows.offered(project, path) if blocking and workflows.WRITTEN not in text else ""
    fix = f"{finding.fix}; or take gonogo's, and upload nothing in {path}: gonogo init --take {offered}"
    return replace(finding, blocking=blocking, fix=fix if offered else finding.fix)


def lock(project: Project) -> Examined:
    """Look for the hashed lock from which gonogo's workflow installs."""
    found = attestations.ci_files(project)
    using = [path for path, text in found.items() if release_lock.LOCK in text]
    if not using:
        return Examined(1, note="no workflow installs from it")
    text = Tree(project.root).text(release_lock.LOCK)
    if "--hash=" not in text:
        fix = release_lock.COMMAND if text else release_lock.FROM if release_lock.source_of_gonogo() else NEXT
        return no_go("no-lock", f"{release_lock.LOCK} {'has no hashes' if text else 'is not there'}", fix)
    return Examined(1, note=release_lock.LOCK)


def waivers(project: Project) -> Examined:
    """Hold each waiver to the name of a check."""
    require_known(project.settings.waivers)
    return Examined(1, note=", ".join(project.settings.waivers) or "none")


def forge_settings(project: Project) -> Examined:
    """List what only the settings of forge and index show: boxes to tick, which no program can tick for you."""
    if project.settings.publish != "ci":
        return Examined(1, note="none needed")
    boxes = {**trusted_publisher(project), **doctor_forge.unseen(project)}
    if not boxes:
        return Examined(1, note=f"none known: {forges.absence(project)}")
    readable = forges.of(project)
    read = "with a token, gonogo doctor --forge reads the forge's" if readable else "gonogo does not read them"
    return to_tick(boxes, read)


def publisher(project: Project) -> Examined:
    """List what only the settings of the index show."""
    return to_tick(trusted_publisher(project), "only the index shows that")


def to_tick(boxes: dict[str, str], why: str) -> Examined:
    """Return boxes that no program can tick: what has to be so, and where it is set."""
    listed = (Finding("see-for-yourself", f"[ ] {what}", fix=fix, blocking=False) for what, fix in boxes.items())
    return Examined(len(boxes), tuple(listed), f"{len(boxes)} to check yourself; {why}")


def trusted_publisher(project: Project) -> dict[str, str]:
    """Return what a trusted publisher has to be, and the pages where it is registered; a token where none can be."""
    from gonogo.index import reading

    host, site = forges.host_of(project), f"{reading.site('pypi')}/manage"
    if not host.is_trusted:
        alone = f"PYPI_TOKEN is a token for {project.name} alone"
        return {alone: f"make it: {site}/account/token/"} if host.forge else {}
    fix = f"add it: {site}/project/{project.name}/settings/publishing/; for a new project: {site}/account/publishing/"
    return {f"the index trusts {claim(project)}": fix}


def claim(project: Project) -> str:
    """Return what a trusted publisher is registered by: owner, repository, workflow file and environment."""
    ours = attestations.publisher(project)
    owner, _, name = (ours.repository or "(no forge yet)/(no forge yet)").rpartition("/")
    if ours.kind == "GitLab":
        return f"namespace {owner}, project {name}, pipeline file {ours.workflow}, environment {ours.environment}"
    return f"owner {owner}, repository {name}, workflow {ours.workflow}, environment {ours.environment}"


def no_go(code: str, what: str, fix: str) -> Examined:
    """Return what a question saw that is not as it should be."""
    return Examined(1, (Finding(code, what, fix=fix),))


QUESTIONS: dict[str, Question] = {name: globals()[name] for name in SET_UP}  # in the order in which a project is set up
