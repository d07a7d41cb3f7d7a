"""The merged release: a release commit that came in without its tag, by a pull request or by the user's own hand."""

from __future__ import annotations

from gonogo.engine import planner
from gonogo.model.plan import Plan
from gonogo.model.project import Project
from gonogo.model.version import parse
from gonogo.world.git import Git


def untagged(project: Project, git: Git) -> tuple[Plan, str] | None:
    """Return the plan and the commit of a release that is on this branch, and whose tag is not here; None for none.

    It is told by the message of the commit that wrote the version: that of a release, or of a merge of its branch.
    """
    version = project.version
    if not version or project.layout.from_tag or parse(version).is_devrelease:
        return None
    tag = project.tag_for(version)
    commit = "" if git.resolve(f"refs/tags/{tag}") else made_by(project, git)
    if not commit:
        return None
    told = git("show", "-s", "--format=%B", commit)
    ours = (project.settings.message.format(version=version, name=project.name), branch_of(version))
    if not any(one in told for one in ours):
        return None
    return planner.of_intent(project, tag, version, git.branch() or project.branch, commit), commit


def branch_of(version: str) -> str:
    """Return the branch that the pull request of a release is made from."""
    return f"release/{version}"


def made_by(project: Project, git: Git) -> str:
    """Return the newest commit of the branch's own line that wrote the present version; empty for none."""
    paths = [str(project.root / place.path) for place in project.places if place.path]
    if not paths or not git.resolve("HEAD"):
        return ""
    words = (
        "log",
        "--first-parent",
        "--diff-merges=first-parent",
        "--no-patch",
        "-1",
        "--format=%H",
        f"-S{project.version}",
    )
    return git(*words, "HEAD", "--", *paths)
