"""maturin: the version in Cargo.toml and Cargo.lock, alone or beside `[project]`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gonogo.model.location import Layout
from gonogo.project import cargo, find_version, import_names
from gonogo.project.layouts import layout
from gonogo.version.pep440 import same

if TYPE_CHECKING:
    from gonogo.project.tree import Tree


def static(tree: Tree, name: str) -> Layout:
    """Recognise `project.version`; the crate follows if it has the same version."""
    found = layout.static(tree, name)
    crate = cargo.crate(tree)
    if crate is None or not same(crate.version, tree.project["version"]):
        return found
    return replace(found, places=(*found.places, *crate.places))


def cargo_file(tree: Tree, name: str) -> Layout:
    """Recognise a dynamic version, which is that of the crate."""
    crate = cargo.crate(tree)
    if crate is None:
        raise find_version.VersionPlaceUnclear(path=cargo.manifest(tree), why="the key package.version holds no text")
    return Layout(name, tree.backend, crate.places, import_names=import_names.find(tree))
