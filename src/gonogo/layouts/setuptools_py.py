"""setuptools with the version in setup.py: a literal there."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from gonogo.project import find_version, layout, setup_files

if TYPE_CHECKING:
    from gonogo.model.location import Layout, Place
    from gonogo.project.tree import Tree


def recognise(tree: Tree) -> Layout | None:
    """Recognise setuptools with `setup(version=...)` in setup.py."""
    if not setup_files.used(tree) or layout.declared(tree):
        return None
    if tree.table("tool.setuptools.dynamic").get("version") or tree.setup_cfg.get("metadata", "version", fallback=""):
        return None
    given = setup_files.keyword(tree, "version")
    return None if given is None else layout.placed(tree, "setuptools_py", place_of(tree, given))


def place_of(tree: Tree, given: ast.expr) -> Place:
    """Return the place of what setup() is given: its literal, or that of a name in setup.py."""
    if isinstance(given, ast.Constant) and isinstance(given.value, str):
        return find_version.at(tree, "setup.py", given.value, find_version.offset(tree, "setup.py", given))
    place = find_version.assigned(tree, "setup.py", given.id) if isinstance(given, ast.Name) else None
    if place is None:
        raise find_version.VersionPlaceUnclear(path="setup.py", why="version= is computed")
    return place
