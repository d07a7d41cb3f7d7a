"""Literals of a version: every location in a project's files that spells a given version, likeliest first."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import PurePosixPath

from gonogo.model.errors import GonogoError
from gonogo.model.location import Location
from gonogo.project import find_version
from gonogo.project.other_locations import MODULES
from gonogo.project.tree import Tree
from gonogo.system.text import inside
from gonogo.version.pep440 import NotAVersion, same, spelling_named

ENDINGS = ".build .c .cfg .cmake .cpp .h .hpp .in .ini .json .m4 .py .pyi .pyx .rs .toml .txt .yaml .yml"
"""Endings of files from which a build may read its version: code, configuration and plain text; or they have none."""

NOT_READ = frozenset(["doc", "docs", "test", "tests", "testing", "examples", "changelog.d", "node_modules"])
"""Folders whose files a build does not read its version from."""

LIMIT = 40  # locations that are tried at the most, in one file and in all of them
LARGEST = 300_000  # bytes of a file that is looked at; larger ones are data
LONGEST = 1_000  # characters of a line on which a version is looked for; a longer line is data
_NUMBER = re.compile(r"(?<![\w.!+-])v?(?P<version>[0-9][0-9A-Za-z]*(?:[.!+_-][0-9A-Za-z]+)*)(?![\w!+-]|\.\w)")
_NUMBERS = re.compile(rf"\(\s*(?P<version>{spelling_named('incremental').pattern})\s*(?:,\s*)?\)")


def find(tree: Tree, paths: Iterable[str], version: str) -> tuple[Location, ...]:
    """Return the places of a version in the files of the given paths, as a text or as a tuple of numbers."""
    usable = [path for path in paths if may_hold(path)]
    found: dict[tuple[str, str], Location] = {}
    for path in sorted(usable, key=lambda path: (rank(tree, path), path)):
        for place in in_file(tree, path, version):
            found[place.path, place.search] = place
        if len(found) >= LIMIT:
            break
    return tuple(found.values())[:LIMIT]


def may_hold(path: str) -> bool:
    """Return whether a build may read its version from a file: no lock file, and nothing of the docs or tests."""
    parts = PurePosixPath(path)
    return (
        (parts.suffix in ENDINGS or not parts.suffix)
        and ".lock" not in parts.name
        and not NOT_READ & set(parts.parts[:-1])
    )


def rank(tree: Tree, path: str) -> int:
    """Return how likely a build reads its version from a file: the lower, the likelier."""
    name = PurePosixPath(path).name
    if name in tree.text("setup.py") and name != "__init__.py":
        return 0
    if name == "setup.py" or "version" in name.lower():
        return 1
    return 2 if name in MODULES else 3


def in_file(tree: Tree, path: str, version: str) -> Iterator[Location]:
    """Yield the places of a version in a file; none where it is no text, or none that a release may touch."""
    try:
        text = tree.text(path) if inside(tree.root, path).stat().st_size <= LARGEST else ""
    except (GonogoError, OSError, ValueError):
        return
    for pattern, spelling in ((_NUMBER, "pep440"), (_NUMBERS, "incremental")):
        found = (match for match in pattern.finditer(text) if on_a_short_line(match))
        spelt = (match for match in found if spells(match["version"], version, spelling))
        for match in islice(spelt, LIMIT):
            try:
                yield find_version.at(tree, path, match["version"], match.start("version"), spelling)
            except find_version.VersionPlaceUnclear:
                continue


def on_a_short_line(match: re.Match[str]) -> bool:
    """Return whether the line that a match begins on is one that a person writes."""
    start = match.start("version")
    near = match.string[max(0, start - LONGEST) : start + LONGEST]
    before, after = near[: min(start, LONGEST)], near[min(start, LONGEST) :]
    return len(before.rpartition("\n")[2]) + len(after.partition("\n")[0]) <= LONGEST


def spells(text: str, version: str, spelling: str) -> bool:
    """Return whether a text is a version, in a spelling."""
    try:
        return same(spelling_named(spelling).read(text), version)
    except (NotAVersion, ValueError):
        return False
