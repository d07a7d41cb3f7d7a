"""maturin: the version in Cargo.toml and Cargo.lock, alone or beside `[project]`."""

import re
from dataclasses import dataclass, replace
from typing import Any

from gonogo.model.location import Layout, Location
from gonogo.project import find_version, import_names, locations
from gonogo.project.layouts import layout
from gonogo.project.tree import Tree
from gonogo.version.pep440 import same, spelling_named

BACKEND = "maturin"
SPELLING = "cargo"


@dataclass(frozen=True)
class Crate:
    """A crate's version, as PEP 440 spells it, and every place that holds it."""

    version: str
    places: tuple[Location, ...]


def manifest(tree: Tree) -> str:
    """Return the path of the manifest that maturin reads."""
    said = tree.table("tool.maturin").get("manifest-path")
    if isinstance(said, str) and said:
        return said
    return next((path for path in ("Cargo.toml", "rust/Cargo.toml") if tree.has(path)), "Cargo.toml")


def crate(tree: Tree) -> Crate | None:
    """Return the crate of a project; None where its manifest holds no literal version."""
    path = manifest(tree)
    package = table(tree.toml(path), "package")
    version = package.get("version")
    if isinstance(version, str):
        holder, names = Location(path, key="package.version", spelling=SPELLING), [str(package.get("name", ""))]
    elif isinstance(version, dict) and version.get("workspace") is True:
        path, version, names = inherited(tree, path)
        holder = Location(path, key="workspace.package.version", spelling=SPELLING)
    if not isinstance(version, str):
        return None
    return Crate(spelling_named(SPELLING).read(version), (holder, *locked(tree, path, version, names)))


def inherited(tree: Tree, path: str) -> tuple[str, object, list[str]]:
    """Return the workspace's manifest above a crate, the version there, and the crates that share it."""
    for folder in above(path):
        tables = tree.toml(f"{folder}Cargo.toml")
        version = table(table(tables, "workspace"), "package").get("version")
        if version is not None:
            return f"{folder}Cargo.toml", version, sharing(tree, folder)
    return path, None, []


def sharing(tree: Tree, folder: str) -> list[str]:
    """Return the names of the crates below a workspace's folder that take its version."""
    tables = [
        tree.toml(path.relative_to(tree.root).as_posix()) for path in sorted((tree.root / folder).rglob("Cargo.toml"))
    ]
    packages = [table(one, "package") for one in tables]
    return [str(one.get("name")) for one in packages if table(one, "version").get("workspace") is True]


def locked(tree: Tree, path: str, version: str, names: list[str]) -> list[Location]:
    """Return the places of the crates' own entries in the Cargo.lock beside or above a manifest."""
    for folder in above(path):
        lock = f"{folder}Cargo.lock"
        if tree.has(lock):
            text = tree.text(lock)
            entries = {name: f'name = "{name}"\nversion = "{locations.HOLE}"' for name in names}
            held = [name for name in names if entries[name].replace(locations.HOLE, version) in text]
            own = [name for name in held if len(re.findall(rf'^name = "{re.escape(name)}"$', text, re.MULTILINE)) == 1]
            return [Location(lock, search=entries[name], spelling=SPELLING) for name in own]
    return []


def above(path: str) -> list[str]:
    """Return the folder of a file and all above it in the project, the nearest first, with `/` at the end."""
    parts = path.split("/")[:-1]
    return ["/".join([*parts[:count], ""]) for count in range(len(parts), -1, -1)]


def table(tables: dict[str, Any], key: str) -> dict[str, Any]:
    """Return a table inside another; empty where it is absent or no table."""
    found = tables.get(key)
    return found if isinstance(found, dict) else {}


def static(tree: Tree, name: str) -> Layout:
    """Recognise `project.version`; the crate follows if it has the same version."""
    found = layout.static(tree, name)
    held = crate(tree)
    if held is None or not same(held.version, tree.project["version"]):
        return found
    return replace(found, places=(*found.places, *held.places))


def cargo_file(tree: Tree, name: str) -> Layout:
    """Recognise a dynamic version, which is that of the crate."""
    held = crate(tree)
    if held is None:
        raise find_version.VersionPlaceUnclear(path=manifest(tree), why="the key package.version holds no text")
    return Layout(name, tree.backend, held.places, import_names=import_names.find(tree))
