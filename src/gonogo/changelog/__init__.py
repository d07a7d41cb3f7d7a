"""The changelog of a project, whichever way it is kept.

The kinds are `towncrier`, `shared` (one for several packages), `keepachangelog` and `hand` (both in by_hand.py),
`folder` and `none`. Each module has `pending`, `types`, `preview`, `write` and `section`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from gonogo.changelog.release import NothingNew, Release

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from gonogo.model.plan import Plan
    from gonogo.model.project import Project


def of(kind: str) -> Any:
    """Return the module for a kind of changelog."""
    module = {"keepachangelog": "by_hand", "hand": "by_hand"}.get(kind, kind or "none")
    return import_module(f"gonogo.changelog.{module}")


def pending(project: Project, *, allow_empty: bool = False, since: str = "", new: str = "") -> tuple[str, ...]:
    """Return the paths of the notes for the next release; NothingNew where there are none and none may not be.

    `since` is the version released last, where that is not the one that the project's files hold; `new` the one to
    come, where that is known. A project without a changelog has none and needs none. Fragments that are misspelt,
    hostile or twice raise FragmentRefused.
    """
    current = since or project.version
    found: tuple[str, ...] = of(project.changelog_kind).pending(project.root, project.changelog, current, new)
    if not found and not allow_empty and project.changelog_kind != "none":
        how = of(project.changelog_kind).how(project.root, project.changelog)
        raise NothingNew(where=", ".join(folders(project)) or project.changelog, how=how)
    return found


def folders(project: Project) -> tuple[str, ...]:
    """Return the folders of a project's fragments; none where its changelog is kept by hand."""
    if not has_fragments(project):
        return ()
    from gonogo.changelog import configuration

    found = configuration.config(project.root, project.changelog)
    return tuple(configuration.folders(project.root, found).values())


def has_fragments(project: Project) -> bool:
    """Return whether the notes of a project are fragments."""
    return project.changelog_kind in ("towncrier", "shared")


def preview(project: Project, plan: Plan, today: date) -> str:
    """Return the changelog's section for a plan, as it would be written; nothing is changed."""
    return str(of(project.changelog_kind).preview(project.root, released(plan, today), project.changelog))


def write(root: Path, project: Project, plan: Plan, today: date) -> None:
    """Write the section of a plan into the changelog below `root`; a final release takes the fragments along."""
    of(project.changelog_kind).write(root, released(plan, today), project.changelog)


def released(plan: Plan, today: date) -> Release:
    """Return the release of a plan, as a changelog sees it."""
    return Release(plan.new, today, plan.name, plan.old, plan.together)


def named(project: Project, version: str) -> str:
    """Return how the changelog of a project names a version; one of several packages adds the package's name."""
    return f"{project.name} {version}" if project.changelog_kind == "shared" else version


def notes_of(project: Project, version: str, root: Path | None = None) -> str:
    """Return the notes of a version of a project, in its folder or in another one with its files."""
    return section(root or project.root, named(project, version), project.changelog_kind, project.changelog)


def section(root: Path, version: str, kind: str = "", changelog: str = "") -> str:
    """Return a version's section without its heading, the notes for the forge's release; empty where there is none."""
    from gonogo.changelog import find

    if not kind:
        kind, changelog = find.kind_and_path(root)
    return str(of(kind).section(root, version, changelog))
