"""The next development version: an ordinary commit after a release, made in a temporary clone and landed like one."""

from datetime import date
from pathlib import Path

from gonogo.git import clone, intent, work_tree
from gonogo.git.repository import Git
from gonogo.git.tags import newest_below_head
from gonogo.model.board import Board, Row
from gonogo.model.errors import GonogoError
from gonogo.model.project import Project
from gonogo.model.verdict import Verdict
from gonogo.project import dependents
from gonogo.project.bump import Bumper
from gonogo.release import guards, recovery
from gonogo.release.closing import require_nothing_open
from gonogo.release.steps import land, prepare
from gonogo.release.survey import survey
from gonogo.system import folders
from gonogo.version.pep440 import next_version, parse, same


class NotReleased(GonogoError):
    text = "{version} is not a final release that HEAD contains, so no development version can follow it"
    hint_text = "release it first: invoke bump --part final, or minor"


class LivesInTheTag(GonogoError):
    text = "the version of {name} comes from the tag: commits after a release get a development version automatically"
    hint_text = "nothing needs to be written; remove `next-dev` from [tool.gonogo]"


def next_dev(folder: Path, today: date) -> Board:
    """Write the development version that follows the release, commit it, and land it; HookRefused by the user's hooks.

    A run that is killed changes nothing, or is finished by the next command. ReleaseOpen while the release has not gone
    where it goes: a commit on top would part its branch from its tag.
    """
    git = Git(folder)
    with Bumper() as bumper, folders.temporary() as scratch, recovery.alone(git) as recovered:
        project = survey(folder)
        require_nothing_open(project, git)
        guards.repository_is_ready(git, project)
        new = following_dev(git, project, today)
        made = clone.clone(git, scratch / "clone", git.branch(), git.resolve("HEAD"))
        root = made.root / project.root.resolve().relative_to(git.top.resolve())
        bumper.write(root, project.places, project.version, new)
        dependents.write_locks(made.root, root, project, new)
        made("add", "--all")
        prepare.guarded(made, "commit", "--quiet", "-m", f"Back to development: {new}")
        take(git, made, project, new)
    row = Row("next-dev", Verdict.GO, note=f"{project.version} -> {new}, committed on {git.branch()}")
    return Board(f"next-dev {project.name} {new}", (*recovered, row), "git push")


def following_dev(git: Git, project: Project, today: date) -> str:
    """Return the development version that follows; NotReleased where HEAD is not at or behind a final release."""
    if project.layout.from_tag or not project.places:
        raise LivesInTheTag(name=project.name)
    newest = newest_below_head(git, project.tag_template, project.name).version
    if not newest or not same(newest, project.version) or parse(newest).is_prerelease:
        raise NotReleased(version=project.version)
    return next_version(project.version, "dev", "", project.settings.scheme, today)


def take(git: Git, made: Git, project: Project, new: str) -> None:
    """Bring the clone's commit in and move branch and work tree; DirtyFiles, NotWritable or NoSpace before that."""
    branch, base = git.head()
    commit = made.resolve("HEAD")
    written = {change.path for change in work_tree.changes(made, base, commit)}
    guards.require_clean(git.status(), written, project)
    work_tree.require_writable(git, made, base, commit)
    land.advance(git, intent.declare_commit(git, made.root, branch, new), base)
