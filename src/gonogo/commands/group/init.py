"""Adoption at the root of several packages: one noxfile.py and one tasks.py for all, and a changelog in each."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path

from gonogo.adopt import bumpconfig, changelog, noxfile, release_lock, tasksfile, wheels, workflows
from gonogo.adopt.change import FileChange, Note
from gonogo.adopt.site import Site
from gonogo.changelog import find
from gonogo.ci.wiring import Package
from gonogo.commands import init
from gonogo.commands.init import Adoption, Names
from gonogo.git.repository import Git
from gonogo.model.project import Project
from gonogo.release import group
from gonogo.release.group import Group, Member

AT_ROOT = (noxfile, tasksfile)
"""The parts that stand at the root, once for all packages."""

IN_EACH = (changelog, bumpconfig, wheels)
"""The parts that each package has for itself."""


def propose(folder: Path, names: Names, chosen: Collection[str] = (), wheel: Path | None = None) -> Adoption:
    """Return what adopting gonogo would change at the root of several packages and in each; nothing is written."""
    found = group.read(folder)
    files = [*at_root(found, names), *(one for member in found.members for one in in_each(found, member, names))]
    wired = init.wired(common(found), files)
    several = [Package(one.project, one.name, tuple(sorted(found.needed(one)))) for one in found.members]
    by_ci = any(one.project.settings.publish == "ci" for one in several)
    proposed = [*files, *(workflows.proposed(wired, found.root, chosen, wheel, several) if by_ci else (NO_WORKFLOW,))]
    rows = tuple((one.project.name, f"in {one.folder}; {init.described(one.project)}") for one in found.members)
    locks = init.served(proposed) and release_lock.can_be_made(found.root, wheel)
    return Adoption(found.root, found.root.name, rows, *init.parted(proposed), wheel, locks, after="gonogo status")


def common(found: Group) -> Project:
    """Return what the root has for all packages, as a project."""
    first = found.members[0].project
    return replace(first, root=found.root, name=found.root.name, settings=found.settings)


NO_WORKFLOW = Note(
    "no workflow is written: no package is published by CI",
    'to publish from there: publish = "ci" in [tool.gonogo] at the root',
)


TYPED = "rehearse -- --all --part minor"


def at_root(found: Group, names: Names) -> Iterator[FileChange | Note]:
    """Yield what stands at the root."""
    site = Site(found.root, found.root.name, "none", "", names.sessions, names.tasks, typed=TYPED)
    for part in AT_ROOT:
        yield from part.propose(site)
    file = find.shared(found.root, found.root, found.settings.changelog)
    if found.settings.changelogs == "one" and file.endswith(".md") and not site.tree.has(file):
        yield changelog.begun(site, file)


def in_each(found: Group, member: Member, names: Names) -> Iterator[FileChange | Note]:
    """Yield what one package gets, with paths from the root; what is said of it names its folder."""
    site = init.site_of(member.project, Git(found.root), names)
    for part in IN_EACH:
        for one in part.propose(site):
            if isinstance(one, FileChange):
                yield replace(one, path=(Path(member.folder) / one.path).as_posix())
            else:
                yield replace(one, what=f"{member.folder}: {one.what}")
