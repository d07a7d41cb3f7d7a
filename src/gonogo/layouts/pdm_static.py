"""PDM's backend with the version in `[project]` of pyproject.toml."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.project import layout

if TYPE_CHECKING:
    from gonogo.model.location import Layout
    from gonogo.project.tree import Tree

BACKENDS = ("pdm.backend", "pdm.backend.intree", "pdm.pep517.api")


def recognise(tree: Tree) -> Layout | None:
    """Recognise PDM's backend with `project.version`."""
    if tree.backend not in BACKENDS or not layout.declared(tree):
        return None
    return layout.static(tree, "pdm_static")
