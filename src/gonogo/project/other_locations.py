"""Other version locations: what repeats a project's version, and so has to follow it."""

import re
from collections.abc import Iterator
from contextlib import suppress

from gonogo.model.location import Location
from gonogo.project import find_version, import_names, locations
from gonogo.project.tree import Tree
from gonogo.version.pep440 import NotAVersion

MODULES = ("__init__.py", "__version__.py", "_version.py", "version.py", "__about__.py", "about.py")
"""Files of a package in which `__version__` is kept."""

TOOLS = (
    "tool.bumpversion.current_version", "tool.commitizen.version", "tool.tbump.version.current",
    "tool.bumpver.current_version",
)  # fmt: skip
"""Keys of pyproject.toml in which release tools repeat the version."""

INIS = (".bumpversion.cfg", "setup.cfg")
TUPLE = r"(?:__version_info__|version_info|VERSION|version_tuple)(?:[ \t]*:[^=\n]+)?[ \t]*=[ \t]*\("
VALUE = r"[^\s\"',]+"


def find(tree: Tree, version: str, names: tuple[str, ...]) -> tuple[Location, ...]:
    """Return the places that repeat exactly this version, in the packages and in the tables of other release tools."""
    return tuple(dict.fromkeys(place for place in candidates(tree, names) if says(tree, place, version)))


def candidates(tree: Tree, names: tuple[str, ...]) -> tuple[Location, ...]:
    """Return the places that may repeat a version, whichever they hold."""
    return (*modules(tree, names), *numbers(tree, names), *tables(tree), *inis(tree))


def says(tree: Tree, place: Location, version: str) -> bool:
    """Return whether a place holds the version, in its own spelling."""
    try:
        return locations.says(locations.find(tree.root, place), version)
    except NotAVersion:
        return False


def homes(tree: Tree, names: tuple[str, ...]) -> Iterator[str]:
    """Yield the files of the project's packages that may hold a version."""
    for name in names:
        home = import_names.located(tree, name)
        folder = home.removesuffix("__init__.py")
        for path in [home] if folder == home else [folder + module for module in MODULES]:
            if path and tree.has(path):
                yield path


def modules(tree: Tree, names: tuple[str, ...]) -> Iterator[Location]:
    """Yield the places of literal `__version__` in the project's own packages; `VERSION = "v1"` may be of an API."""
    for path in homes(tree, names):
        with suppress(find_version.VersionPlaceUnclear):
            place = find_version.assigned(tree, path, "__version__", "VERSION")
            if place is not None:
                yield place


def numbers(tree: Tree, names: tuple[str, ...]) -> Iterator[Location]:
    """Yield the places of a version as a number, such as `__build__ = 0x023402` for 2.34.2, and as a tuple."""
    for path in homes(tree, names):
        yield from line(tree, path, r"__build__[ \t]*=[ \t]*", spelling="hex")
        yield from line(tree, path, TUPLE, spelling="tuple", value=r"[0-9]+(?:,\s*[0-9]+)+(?=\))")


def tables(tree: Tree) -> Iterator[Location]:
    """Yield the keys of pyproject.toml in which another release tool keeps the version."""
    for key in TOOLS:
        table, _, last = key.rpartition(".")
        if isinstance(tree.table(table).get(last), str):
            yield Location("pyproject.toml", key=key)


def inis(tree: Tree) -> Iterator[Location]:
    """Yield the places of bumpversion's `current_version` in INI files."""
    for path in INIS:
        yield from line(tree, path, r"current_version[ \t]*=[ \t]*")


def line(tree: Tree, path: str, before: str, spelling: str = "pep440", value: str = VALUE) -> Iterator[Location]:
    """Yield the place of a version on the one line of a file that begins so."""
    text = tree.text(path)
    found = list(re.finditer(rf"^{before}(?P<version>{value})", text, re.MULTILINE))
    if len(found) == 1:
        yield find_version.at(tree, path, found[0]["version"], found[0].start("version"), spelling)
