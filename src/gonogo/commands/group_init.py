"""Adoption at the root of several packages: one noxfile.py and one tasks.py for all, and a changelog in each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from gonogo.adopt import bumpconfig, changelog, noxfile, tasksfile, wheels
from gonogo.adopt.change import FileChange, Note
from gonogo.adopt.site import Site
from gonogo.commands import init
from gonogo.commands.init import Adoption, Names
from gonogo.git.repository import Git
from gonogo.release import group
from gonogo.release.group import Group, Member

AT_ROOT = (noxfile, tasksfile)
"""The parts that stand at the root, once for all packages."""

IN_EACH = (changelog, bumpconfig, wheels)
"""The parts that each package has for itself."""


def propose(folder: Path, names: Names) -> Adoption:
    """Return what adopting gonogo would change at the root of several packages and in each; nothing is written."""
    found = group.read(folder)
    proposed = [*at_root(found, names), *(one for member in found.members for one in in_each(found, member, names))]
    changes = tuple(one for one in proposed if isinstance(one, FileChange) and one.is_change)
    notes = (*(one for one in proposed if isinstance(one, Note)), WORKFLOWS)
    rows = tuple((one.project.name, f"in {one.folder}; {init.described(one.project)}") for one in found.members)
    return Adoption(found.root, found.root.name, rows, changes, notes, after="gonogo status")


WORKFLOWS = Note(
    "no workflow is written for several packages",
    'publish them from here, in order: publish = "here" in [tool.gonogo] of each',
)


TYPED = "rehearse -- --all --part minor"


def at_root(found: Group, names: Names) -> Iterator[FileChange | Note]:
    """Yield what stands at the root."""
    site = Site(found.root, found.root.name, "none", "", names.sessions, names.tasks, typed=TYPED)
    for part in AT_ROOT:
        yield from part.propose(site)


def in_each(found: Group, member: Member, names: Names) -> Iterator[FileChange | Note]:
    """Yield what one package gets, with paths from the root; what is said of it names its folder."""
    site = init.site_of(member.project, Git(found.root), names)
    for part in IN_EACH:
        for one in part.propose(site):
            if isinstance(one, FileChange):
                yield replace(one, path=(Path(member.folder) / one.path).as_posix())
            else:
                yield replace(one, what=f"{member.folder}: {one.what}")
