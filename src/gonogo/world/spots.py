"""Spots: where a literal version stands in a file, as a place that matches exactly once."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from gonogo.model.errors import GonogoError
from gonogo.model.place import Place
from gonogo.world import places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.world.tree import Tree


class VersionPlaceUnclear(GonogoError):
    """The version cannot be found as a literal where the project's configuration says it is."""

    text = "no single literal version in {path}: {why}"
    hint_text = (
        "write it as a literal there, or name its place in [[tool.gonogo.places]] with path and search, "
        'such as search = "version = {{version}}"'
    )


def assigned(tree: Tree, path: str, *names: str) -> Place | None:
    """Return the place of a literal string assigned to one of the names at the top of a Python file.

    None without.
    """
    for name in names:
        for node in tree.module(path).body:
            value = value_of(node, name)
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                return at(tree, path, value.value, line=value.lineno, near=name)
    return None


def value_of(node: ast.stmt, name: str) -> ast.expr | None:
    """Return what a statement assigns to a name; None where it assigns nothing to it."""
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, ast.AnnAssign) and node.value is not None:
        targets = [node.target]
    else:
        return None
    named = any(isinstance(target, ast.Name) and target.id == name for target in targets)
    return node.value if named else None


def followed(tree: Tree, path: str, *names: str, hops: int = 3) -> Place | None:
    """Return the place of a name's literal, followed through `from .module import name`.

    None where it ends.
    """
    place = assigned(tree, path, *names)
    if place is not None or not hops:
        return place
    for node in tree.module(path).body:
        if isinstance(node, ast.ImportFrom):
            held = [alias.name for alias in node.names if (alias.asname or alias.name) in names]
            for source in sources(tree, path, node) if held else ():
                return followed(tree, source, *held, hops=hops - 1)
    return None


def sources(tree: Tree, path: str, node: ast.ImportFrom) -> Iterator[str]:
    """Yield the files of the same project that an import may mean."""
    folder = path.split("/")[:-1]
    names = (node.module or "").split(".") if node.module else []
    if node.level:
        base = folder[: len(folder) - node.level + 1]
    else:
        base = folder[: folder.index(names[0])] if names and names[0] in folder else []
    stem = "/".join([*base, *names])
    for found in (f"{stem}.py", f"{stem}/__init__.py"):
        if tree.has(found):
            yield found


def at(tree: Tree, path: str, value: str, *, line: int, near: str = "", spelling: str = "pep440") -> Place:
    """Return the place of a value on a line (from 1) of a file, the first there after the word `near`.

    The search text is the word and the value, else the line, else as many lines before it as make it unique.
    Raises VersionPlaceUnclear where the value is not there, or no search text matches once.
    """
    lines = tree.text(path).splitlines(keepends=True)
    here = lines[line - 1] if 0 < line <= len(lines) else ""
    word = here.find(near)
    start = here.find(value, word) if word >= 0 else here.find(value)
    if start < 0:
        raise VersionPlaceUnclear(path=path, why=f"line {line} does not hold {value}")
    pattern = here[:start] + places.HOLE + here[start + len(value) :]
    narrow = pattern[max(word, 0) : start + len(places.HOLE) + 1].rstrip()
    for search in (narrow, *widened(lines, line, pattern)):
        place = Place(path, search=search, spelling=spelling)
        if matches(tree, place) == 1:
            return place
    raise VersionPlaceUnclear(
        path=path, why=f"what stands around {value} on line {line} matches more than once"
    )


def widened(lines: list[str], line: int, pattern: str) -> Iterator[str]:
    """Yield search texts for a line: bare, whole, then with more and more of the lines before it."""
    yield pattern.strip()
    yield pattern
    before = ""
    for above in reversed(lines[max(0, line - 12) : line - 1]):
        if places.HOLE in above:
            return
        before = above + before
        yield before + pattern


def matches(tree: Tree, place: Place) -> int:
    """Return how many times a place matches in its file, whatever the version is."""
    return len(places.pattern(place).findall(tree.text(place.path)))


def whole(tree: Tree, path: str) -> Place | None:
    """Return the place of a version that is all that a file holds; None for any other file."""
    place = Place(path, search=places.HOLE)
    return place if matches(tree, place) == 1 else None


def written(tree: Tree, path: str, *names: str) -> Place | None:
    """Return the place of the one line of any text file that gives a name a quoted text; None without one."""
    text = tree.text(path)
    for name in names:
        pattern = rf"^[ \t]*{re.escape(name)}[ \t]*[:=][ \t]*[\"'](?P<version>[^\"'\s]+)[\"']"
        found = list(re.finditer(pattern, text, re.MULTILINE))
        if len(found) == 1:
            return at(
                tree,
                path,
                found[0]["version"],
                line=text.count("\n", 0, found[0].start("version")) + 1,
                near=name,
            )
    return None


def read(tree: Tree, place: Place) -> str:
    """Return the version that stands at a place.

    PlaceMissing or PlaceAmbiguous where it is not there once.
    """
    return places.read(tree.root, place)
