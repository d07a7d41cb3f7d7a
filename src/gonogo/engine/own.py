"""The releases under way in a repository of several packages: which are this project's, and which are of others."""

from __future__ import annotations

from gonogo.model.project import Project
from gonogo.world import intent
from gonogo.world.git import Git
from gonogo.world.intent import Intent
from gonogo.world.tags import version_in


def own_intents(project: Project, git: Git) -> tuple[Intent, ...]:
    """Return the intents whose tags are of this project."""
    return tuple(one for one in intent.find(git) if is_own(project, one.tag))


def other_intents(project: Project, git: Git) -> tuple[Intent, ...]:
    """Return the intents to land a release of another package of the same repository."""
    return tuple(one for one in intent.find(git) if one.kind == intent.LAND and not is_own(project, one.tag))


def is_own(project: Project, tag: str) -> bool:
    """Return whether a tag is spelt as the project's tag of a version is."""
    version = version_in(tag, project.tag_template, project.name)
    return bool(version) and project.tag_for(version) == tag
