"""setuptools with the version in setup.py: a literal there, or a name whose literal stands in the package."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from gonogo.project import find_version, import_names, layout, setup_files

if TYPE_CHECKING:
    from gonogo.model.location import Layout, Place
    from gonogo.project.tree import Tree

NAMES = ("__version__", "VERSION", "version")


def recognise(tree: Tree) -> Layout | None:
    """Recognise setuptools with `setup(version=...)` in setup.py."""
    if not setup_files.used(tree) or layout.declared(tree):
        return None
    if tree.table("tool.setuptools.dynamic").get("version") or tree.setup_cfg.get("metadata", "version", fallback=""):
        return None
    given = setup_files.keyword(tree, "version")
    return None if given is None else layout.placed(tree, "setuptools_py", place_of(tree, given))


def place_of(tree: Tree, given: ast.expr) -> Place:
    """Return the place of what setup() is given.

    Its literal, that of a name in setup.py, or the package's own.
    """
    if isinstance(given, ast.Constant) and isinstance(given.value, str):
        return find_version.at(tree, "setup.py", given.value, find_version.offset(tree, "setup.py", given))
    place = find_version.assigned(tree, "setup.py", given.id) if isinstance(given, ast.Name) else None
    for name in import_names.find(tree) if place is None else ():
        place = place or in_package(tree, import_names.located(tree, name))
    if place is None:
        raise find_version.VersionPlaceUnclear(
            path="setup.py", why="version= is computed, and no package gives __version__ a literal"
        )
    return place


def in_package(tree: Tree, home: str) -> Place | None:
    """Return the place of the version in a package's usual files; None where none has a literal."""
    folder = home.removesuffix("__init__.py")
    usual = [folder + file for file in ("__version__.py", "_version.py", "version.py", "__about__.py")]
    for path in (home, *(usual if folder != home else ())):
        place = find_version.followed(tree, path, *NAMES) if tree.has(path) else None
        if place is not None:
            return place
    return None
