"""Parts: what a distribution contains of others, and what its lock file says that it runs with."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from email.parser import HeaderParser
from pathlib import Path
from typing import Any

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from gonogo.project import pins
from gonogo.project.tree import Tree

FOLDERS = ("_vendor", "_vendored", "vendor", "vendored", "_extern", "extern")
"""Names of folders that hold copies of other distributions."""

LISTS = ("vendor.txt", "vendored.txt", "requirements.txt")
"""Names of files in them that say which."""


@dataclass(frozen=True, order=True)
class Part:
    """Another distribution: its name and version, and the file that says so."""

    name: str
    version: str
    origin: str


def vendored(tree: Tree, paths: Iterable[str]) -> tuple[Part, ...]:
    """Return the distributions that are copied into a project, whose files are given: from lists, and from metadata."""
    return tuple(sorted({part for path in paths for part in in_file(tree, path)}))


def in_file(tree: Tree, path: str) -> Iterator[Part]:
    """Yield what one file of a vendor folder says; nothing for any other file."""
    *folders, name = path.split("/")
    if name in LISTS and folders and folders[-1] in FOLDERS:
        for pin in pins.in_file(tree, path):
            for one in pin.requirement.specifier:
                if one.operator == "==":
                    yield Part(pin.name, one.version, path)
    elif name == "METADATA" and folders[-1].endswith(".dist-info") and not set(FOLDERS).isdisjoint(folders):
        said = HeaderParser().parsestr(tree.text(path))
        if said["Name"] and said["Version"]:
            yield Part(str(canonicalize_name(said["Name"])), said["Version"], path)


def locked(tree: Tree, folder: Path, name: str) -> tuple[Part, ...]:
    """Return what a lock file pins of what the project needs when it runs: all of it where the file has no graph."""
    tables = Tree(folder).toml(name)
    found = tuple(pins.listed(tables, name))
    packages = tables.get("package") or []
    graph: dict[str, set[str]] = {}
    for one in packages:
        graph.setdefault(canonicalize_name(str(one.get("name"))), set()).update(needed(one.get("dependencies") or ()))
    own = set(needed(tree.project.get("dependencies") or ()))
    wanted = reached(graph, own) if packages else {pin.name for pin in found}
    versions = {(pin.name, one.version) for pin in found for one in pin.requirement.specifier}
    return tuple(sorted(Part(one, version, name) for one, version in versions if one in wanted))


def needed(dependencies: Iterable[Any] | Mapping[str, Any]) -> Iterator[str]:
    """Yield the names in the dependencies of a package: of a table, of a list of tables, or of requirements."""
    for one in dependencies:
        try:
            yield canonicalize_name(str(one["name"]) if isinstance(one, Mapping) else Requirement(str(one)).name)
        except (KeyError, InvalidRequirement):
            continue


def reached(graph: Mapping[str, set[str]], names: set[str]) -> set[str]:
    """Return names and all that they need, near and far."""
    found: set[str] = set()
    waiting = set(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting |= graph.get(name, set())
    return found
