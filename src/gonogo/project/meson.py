"""meson.build: the literal version that `project()` is given, read without running it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gonogo.project import find_version

if TYPE_CHECKING:
    from gonogo.model.location import Place
    from gonogo.project.tree import Tree

BACKEND = "mesonpy"
FILE = "meson.build"
_PROJECT = re.compile(r"^\s*project\s*\(", re.MULTILINE)
_VERSION = re.compile(r"\bversion\s*:\s*'(?P<version>\d[^'\s]*)'")


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


def version(tree: Tree) -> str:
    """Return the literal version in meson.build; empty without one."""
    match = found(tree)
    return match["version"] if match else ""


def place(tree: Tree) -> Place | None:
    """Return the place of the version in meson.build; None where it is not a literal."""
    match = found(tree)
    if match is None:
        return None
    return find_version.at(tree, FILE, match["version"], match.start("version"))
