"""Locations of a literal version in a file: each a place that matches exactly once."""

import ast
import re
from collections.abc import Iterator

from gonogo.model.errors import GonogoError
from gonogo.model.location import Location
from gonogo.project import locations
from gonogo.project.tree import Tree
from gonogo.version.pep440 import NotAVersion, parse

LINES_ABOVE = 12  # how many lines above a version may be needed to find its place
NUMBERED = 4  # how many arguments name and numbers of Incremental's `Version` are
_KEY = re.compile(r"[\w.-]+[ \t]*(?::[ \t]*[\w.]+[ \t]*)?[=:][ \t]*[\"']?$")


class VersionPlaceUnclear(GonogoError):
    text = "no single literal version in {path}: {why}"
    hint_text = (
        "write it as a literal there, or name its location in [[tool.gonogo.places]] with path and search, "
        'such as search = "version = {{version}}", and spelling = "tuple" for numbers such as 1, 2, 0'
    )


def assigned(tree: Tree, path: str, *names: str) -> Location | None:
    """Return the place of a literal string assigned to one of the names at the top of a Python file; None without."""
    for name in names:
        for node in tree.module(path).body:
            value = value_of(node, name)
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                return at(tree, path, value.value, offset(tree, path, value))
            if isinstance(value, ast.Call) and is_incremental(value):
                return of_call(tree, path, value)
    return None


def last_assigned(tree: Tree, path: str, name: str) -> Location | None:
    """Return the place of a name's literal; None where a later line of the file gives the name what a call returns."""
    values = [found for node in tree.module(path).body if (found := value_of(node, name))]
    computed = bool(values) and isinstance(values[-1], ast.Call) and not is_incremental(values[-1])
    return None if computed else assigned(tree, path, name)


def is_incremental(call: ast.Call) -> bool:
    """Return whether a call is `Version("Demo", 24, 7, 0)`, as Incremental holds a version."""
    given = [*call.args, *(one.value for one in call.keywords)]
    kinds = [type(one.value) if isinstance(one, ast.Constant) else None for one in given]
    plain = kinds[:1] == [str] and set(kinds[1:]) == {int} and len(call.args) == NUMBERED
    return ast.unparse(call.func).endswith("Version") and plain


def of_call(tree: Tree, path: str, call: ast.Call) -> Location:
    """Return the place of the numbers in a call, from the first to the last."""
    values = [*call.args[1:], *(one.value for one in call.keywords)]
    ends = [position(tree, path, one.end_lineno or 0, one.end_col_offset or 0) for one in values]
    start = position(tree, path, values[0].lineno, values[0].col_offset)
    return at(tree, path, tree.text(path)[start : max(ends)], start, "incremental")


def position(tree: Tree, path: str, line: int, column: int) -> int:
    """Return where a line's column of bytes stands in a file's text."""
    lines = tree.text(path).split("\n")
    return sum(len(one) + 1 for one in lines[: line - 1]) + len(lines[line - 1].encode()[:column].decode())


def offset(tree: Tree, path: str, value: ast.Constant) -> int:
    """Return where the text of a literal begins in a file's text, behind its quotes."""
    start = position(tree, path, value.lineno, value.col_offset)
    found = tree.text(path).find(str(value.value), start)
    if found < 0:
        raise VersionPlaceUnclear(path=path, why=f"line {value.lineno} spells it with escapes or in parts")
    return found


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


def followed(tree: Tree, path: str, *names: str, hops: int = 3) -> Location | None:
    """Return the place of a name's literal, followed through `from .module import name`; None where it ends."""
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


def at(tree: Tree, path: str, value: str, start: int, spelling: str = "pep440") -> Location:
    """Return the place of a value at an offset: what it is given to, else its line, else lines above it as well."""
    text = tree.text(path)
    first = text.rfind("\n", 0, start) + 1
    before, after = text[first:start], text[start + len(value) :].partition("\n")
    key = _KEY.search(before)
    narrow = [key[0] + locations.HOLE + after[0][:1].strip()] if key else []
    pattern = before + locations.HOLE + after[0] + after[1]
    for search in (*narrow, *widened(text[:first].splitlines(keepends=True), pattern)):
        place = Location(path, search=search, spelling=spelling)
        if matches(tree, place) == 1:
            return place
    line = text.count("\n", 0, start) + 1
    fault = version_fault(value) if spelling == "pep440" else ""
    why = f"in line {line}, {fault}" if fault else f"the text around {value} on line {line} matches more than once"
    raise VersionPlaceUnclear(path=path, why=why)


def version_fault(value: str) -> str:
    """Return why a text is no version, such as one with a leading v; nothing for one that is."""
    try:
        parse(value)
    except NotAVersion as error:
        return error.sentence
    return ""


def widened(above: list[str], pattern: str) -> Iterator[str]:
    """Yield search texts for a line: bare, whole, then with more and more of the lines above it."""
    yield pattern.strip()
    yield pattern
    before = ""
    for line in reversed(above[-LINES_ABOVE:]):
        if locations.HOLE in line:
            return
        before = line + before
        yield before + pattern


def matches(tree: Tree, place: Location) -> int:
    """Return how many times a place matches in its file, whatever the version is."""
    return len(locations.pattern(place).findall(tree.text(place.path)))


def whole(tree: Tree, path: str) -> Location | None:
    """Return the place of a version that is all that a file holds; None for any other file."""
    place = Location(path, search=locations.HOLE)
    return place if matches(tree, place) == 1 else None


def written(tree: Tree, path: str, *names: str) -> Location | None:
    """Return the place of the one line of any text file that gives a name a quoted text; None without one."""
    text = tree.text(path)
    for name in names:
        pattern = rf"^[ \t]*{re.escape(name)}[ \t]*[:=][ \t]*[\"'](?P<version>[^\"'\s]+)[\"']"
        found = list(re.finditer(pattern, text, re.MULTILINE))
        if len(found) == 1:
            return at(tree, path, found[0]["version"], found[0].start("version"))
    return None


def read(tree: Tree, place: Location) -> str:
    """Return the version that stands at a place; PlaceMissing or PlaceAmbiguous where it is not there once."""
    return locations.read(tree.root, place)
