"""Twins: other spots of a project that repeat its version, and so have to follow it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gonogo.model.place import Place
from gonogo.world import imports, spots

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.world.tree import Tree

MODULES = ("__init__.py", "__version__.py", "_version.py", "version.py", "__about__.py", "about.py")
"""Files of a package in which `__version__` is kept."""

TOOLS = (
    "tool.bumpversion.current_version",
    "tool.commitizen.version",
    "tool.tbump.version.current",
    "tool.bumpver.current_version",
)
"""Keys of pyproject.toml in which release tools repeat the version."""

INIS = (".bumpversion.cfg", "setup.cfg")


def find(tree: Tree, version: str, names: tuple[str, ...]) -> tuple[Place, ...]:
    """Return the places that hold exactly this version besides those that the layout knows.

    Looked at: `__version__` in the packages, the tables of other release tools, and CITATION.cff. What holds
    another text is left alone, since it is no twin.
    """
    places = [*modules(tree, names), *tables(tree), *inis(tree), *citation(tree)]
    return tuple(dict.fromkeys(place for place in places if spots.read(tree, place) == version))


def modules(tree: Tree, names: tuple[str, ...]) -> Iterator[Place]:
    """Yield the places of literal `__version__` in the project's own packages."""
    for name in names:
        home = imports.located(tree, name)
        folder = home.removesuffix("__init__.py")
        for path in (folder + module for module in MODULES) if folder != home else (home,):
            place = spots.assigned(tree, path, "__version__", "VERSION") if path else None
            if place is not None:
                yield place


def tables(tree: Tree) -> Iterator[Place]:
    """Yield the keys of pyproject.toml in which another release tool keeps the version."""
    for key in TOOLS:
        table, _, last = key.rpartition(".")
        if isinstance(tree.table(table).get(last), str):
            yield Place("pyproject.toml", key=key)


def inis(tree: Tree) -> Iterator[Place]:
    """Yield the places of bumpversion's `current_version` in INI files."""
    for path in INIS:
        yield from line(tree, path, r"current_version[ \t]*=[ \t]*")


def citation(tree: Tree) -> Iterator[Place]:
    """Yield the place of the version in CITATION.cff."""
    yield from line(tree, "CITATION.cff", r"version:[ \t]*[\"']?")


def line(tree: Tree, path: str, before: str) -> Iterator[Place]:
    """Yield the place of a version on the one line of a file that begins so."""
    text = tree.text(path)
    found = list(re.finditer(rf"^{before}(?P<version>{spots.VALUE})", text, re.MULTILINE))
    if len(found) == 1:
        yield spots.at(tree, path, found[0]["version"], line=text.count("\n", 0, found[0].start()) + 1)
