"""The releases under way in a repository of several packages: which are this project's, and which are of others."""

from __future__ import annotations

from gonogo.git import intent
from gonogo.git.intent import Intent
from gonogo.git.repository import Git
from gonogo.git.tags import version_in
from gonogo.model.project import Project
from gonogo.project import workspace


def own_intents(project: Project, git: Git) -> tuple[Intent, ...]:
    """Return the intents whose tags are of this project; all of them, however spelt, where it is the only one."""
    found = intent.find(git)
    own = tuple(one for one in found if is_own(project, one.tag))
    return own if own == found or not is_alone(project, git) else found


def other_intents(project: Project, git: Git) -> tuple[Intent, ...]:
    """Return the intents to land a release of another package of the same repository."""
    own = own_intents(project, git)
    return tuple(one for one in intent.find(git) if one.kind == intent.LAND and one not in own)


def is_alone(project: Project, git: Git) -> bool:
    """Return whether a repository holds this project and no other package."""
    return project.root.resolve() == git.top.resolve() and not workspace.find(git.top)


def is_own(project: Project, tag: str) -> bool:
    """Return whether a tag is spelt as the project's tag of a version is."""
    version = version_in(tag, project.tag_template, project.name)
    return bool(version) and project.tag_for(version) == tag
