"""meson-python: the literal version of `project()` in meson.build, alone or beside `[project]`; nothing is run."""

import re
from dataclasses import replace

from gonogo.model.location import Layout, Location
from gonogo.project import find_version
from gonogo.project.layouts import layout
from gonogo.project.tree import Tree

FILE = "meson.build"
_PROJECT = re.compile(r"^\s*project\s*\(", re.MULTILINE)
_VERSION = re.compile(r"\bversion\s*:\s*'(?P<version>\d[^'\s]*)'")


def static(tree: Tree, name: str) -> Layout:
    """Recognise `project.version`; the same version in meson.build follows it."""
    declared = layout.static(tree, name)
    match = found(tree)
    if match is None or match["version"] != tree.project["version"]:
        return declared
    return replace(declared, places=(*declared.places, place(tree, match)))


def build_file(tree: Tree, name: str) -> Layout:
    """Recognise a dynamic version that is a literal in meson.build."""
    match = found(tree)
    if match is None:
        raise find_version.VersionPlaceUnclear(path=FILE, why="project() there has no literal version")
    return layout.placed(tree, name, place(tree, match))


def found(tree: Tree) -> re.Match[str] | None:
    """Return the match of `version: '...'` inside `project()`; None where there is no literal."""
    text = tree.text(FILE)
    start = _PROJECT.search(text)
    return _VERSION.search(text, start.end(), closing(text, start.end())) if start else None


def closing(text: str, start: int) -> int:
    """Return where the parenthesis closes that opened before `start`, strings and comments passed over."""
    depth = 1
    for token in re.finditer(r"'(?:\\.|[^'\\\n])*'|#[^\n]*|[()]", text[start:]):
        depth += {"(": 1, ")": -1}.get(token[0], 0)
        if not depth:
            return start + token.start()
    return len(text)


def place(tree: Tree, match: re.Match[str]) -> Location:
    """Return the place of the version that `found` matches."""
    return find_version.at(tree, FILE, match["version"], match.start("version"))
