"""maturin with the version in `[project]` of pyproject.toml."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gonogo.project import cargo, layout
from gonogo.version.pep440 import same

if TYPE_CHECKING:
    from gonogo.model.location import Layout
    from gonogo.project.tree import Tree


def recognise(tree: Tree) -> Layout | None:
    """Recognise maturin with `project.version`; the crate follows it where it has the same version."""
    if tree.backend != cargo.BACKEND or not layout.declared(tree):
        return None
    found = layout.static(tree, "maturin_static")
    crate = cargo.crate(tree)
    if crate is None or not same(crate.version, tree.project["version"]):
        return found
    return replace(found, places=(*found.places, *crate.places))
