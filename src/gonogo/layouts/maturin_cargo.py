"""maturin with the version in Cargo.toml, and again in Cargo.lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.model.location import Layout
from gonogo.project import cargo, find_version, import_names, layout

if TYPE_CHECKING:
    from gonogo.project.tree import Tree


def recognise(tree: Tree) -> Layout | None:
    """Recognise maturin with a dynamic version, which the crate's manifest holds."""
    if tree.backend != cargo.BACKEND or layout.declared(tree):
        return None
    crate = cargo.crate(tree)
    if crate is None:
        raise find_version.VersionPlaceUnclear(path=cargo.manifest(tree), why="the key package.version holds no text")
    return Layout("maturin_cargo", tree.backend, crate.places, import_names=import_names.find(tree))
