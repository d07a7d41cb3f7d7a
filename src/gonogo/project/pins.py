"""Pins: the versions that a project's lock, or its constraint files, give to what its tests install."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from gonogo.model.errors import GonogoError
from gonogo.project import requirements_file
from gonogo.project.tree import Tree

PYLOCK = "pylock.toml"
LOCKS = ("uv.lock", PYLOCK, "pdm.lock", "poetry.lock")  # lock files, in the order in which they are looked for
REGISTRIES = ("registry", "legacy")  # what uv and poetry call a source that is an index
OFF_INDEX = ("git", "path", "url")  # keys of a locked package that was not taken from an index
_HASH = re.compile(r"\s--hash[ =]\S+")
_INCLUDE = re.compile(r"-[rc](\S+)")


class ConstraintsMissing(GonogoError):
    text = "{path} is named in the setting `constraints` of [tool.gonogo], and is not in the commit"
    hint_text = "commit {path}, or remove it from `constraints`"


class LockUnreadable(GonogoError):
    text = "{path} cannot be read: {why}"
    hint_text = "lock again with the tool that wrote {path}, and commit it"


@dataclass(frozen=True)
class Pin:
    """One version that is fixed: the requirement, as `iniconfig==2.0.0`, and the hashes of its files."""

    requirement: Requirement
    hashes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The normalized name of the distribution."""
        return str(canonicalize_name(self.requirement.name))


@dataclass(frozen=True)
class Pins:
    """All that one lock or some constraint files pin; `source` names them, and is empty where nothing does."""

    source: str = ""
    pins: tuple[Pin, ...] = ()

    def without(self, name: str) -> Pins:
        """Return the pins of all but the project itself: its own built wheel is what is tested."""
        return Pins(self.source, tuple(pin for pin in self.pins if pin.name != canonicalize_name(name)))


def of_files(tree: Tree, paths: Sequence[str]) -> Pins:
    """Return what constraint files pin; ConstraintsMissing where one is not there."""
    for path in paths:
        if not tree.has(path):
            raise ConstraintsMissing(path=path)
    return Pins(", ".join(paths), tuple(pin for path in paths for pin in in_file(tree, path)))


def in_file(tree: Tree, path: str, seen: frozenset[str] = frozenset()) -> Iterator[Pin]:
    """Yield the pins of a constraint file, and of the files that it includes."""
    lines = requirements_file.opened(tree, path)
    included = [match[1] for one in lines if (match := _INCLUDE.fullmatch(one))]
    for other in included:
        if other not in (*seen, path):
            yield from in_file(tree, other, seen | {path})
    yield from of_lines(lines)


def of_lines(lines: Iterable[str]) -> Iterator[Pin]:
    """Yield the pins of lines of requirements, of which a pin may take several."""
    for line in requirements_file.logical(lines):
        yield from of_line(line)


def of_line(line: str) -> Iterator[Pin]:
    """Yield the pin of one line of requirements; an option, a folder or a file of the project's is none."""
    hashes = tuple(found.split("hash", 1)[1].lstrip(" =") for found in _HASH.findall(line))
    try:
        requirement = Requirement(_HASH.sub("", line).strip())
    except InvalidRequirement:
        return
    if not (requirement.url or "").startswith(("file:", ".", "/")):
        requirement.extras.clear()
        yield Pin(requirement, hashes)


def lock_of(root: Path) -> tuple[Path, str] | None:
    """Return the folder and the name of the lock that holds for a project: beside it, else above in its repository."""
    for folder in (root, *root.parents):
        found = next((name for name in LOCKS if (folder / name).is_file()), "")
        if found or (folder / ".git").exists():
            return (folder, found) if found else None
    return None


def in_lock(folder: Path, name: str) -> tuple[Pin, ...]:
    """Return what a lock file pins to versions of an index; several of a package count if each has a marker."""
    pins = {str(pin.requirement): pin for pin in listed(Tree(folder).toml(name), name)}.values()
    versions = Counter(pin.name for pin in pins)
    return tuple(pin for pin in pins if versions[pin.name] == 1 or pin.requirement.marker)


def listed(tables: dict[str, Any], name: str) -> Iterator[Pin]:
    """Yield every pin in the tables of a lock file."""
    packages = tables.get("package") or []
    return of_pylock(tables, name) if name == PYLOCK else (pin for one in packages for pin in of_package(one))


def of_pylock(tables: dict[str, Any], name: str) -> Iterator[Pin]:
    """Yield the pins of a pylock.toml (PEP 751); LockUnreadable where it is none."""
    from packaging.pylock import Pylock, PylockValidationError

    try:
        packages = Pylock.from_dict(tables).packages
    except PylockValidationError as error:
        raise LockUnreadable(path=name, why=error) from error
    for one in packages:
        files = [*(wheel.hashes for wheel in one.wheels or ()), *([one.sdist.hashes] if one.sdist else [])]
        if one.version and files:
            hashes = (f"{kind}:{value}" for given in files for kind, value in given.items())
            marker = f" ; {one.marker}" if one.marker else ""
            yield Pin(Requirement(f"{one.name}=={one.version}{marker}"), tuple(hashes))


def of_package(package: dict[str, Any]) -> Iterator[Pin]:
    """Yield the pin of a package in a lock of uv, pdm or poetry; none for one off the index."""
    source = package.get("source", {})
    kind = source.get("type") or next(iter(source), "") if isinstance(source, dict) else ""
    if "version" not in package or (kind and kind not in REGISTRIES) or any(key in package for key in OFF_INDEX):
        return
    where = marker(package)
    line = f"{package.get('name')}=={package['version']}{f' ; {where}' if where else ''}"
    yield from (Pin(pin.requirement, tuple(hashes(package))) for pin in of_line(line))


def marker(package: dict[str, Any]) -> str:
    """Return the marker under which a locked package is installed; an extra that brings it in is left out."""
    said = package.get("marker") or package.get("markers") or package.get("resolution-markers") or ""
    markers = said.values() if isinstance(said, dict) else [said] if isinstance(said, str) else said
    ways = [one for one in map(str, markers) if one]
    return "" if any("extra" in one for one in ways) else " or ".join(f"({one})" for one in ways)


def hashes(package: dict[str, Any]) -> Iterator[str]:
    """Yield the hashes of a locked package's files, as `sha256:...`."""
    for file in [*package.get("wheels", []), *package.get("files", []), package.get("sdist", {})]:
        if isinstance(file, dict) and isinstance(file.get("hash"), str):
            yield file["hash"]
