"""Poetry with the version from the git tag, by poetry-dynamic-versioning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.project import layout

if TYPE_CHECKING:
    from gonogo.model.location import Layout
    from gonogo.project.tree import Tree

BACKEND = "poetry_dynamic_versioning.backend"


def recognise(tree: Tree) -> Layout | None:
    """Recognise poetry-dynamic-versioning's backend, switched on in its table."""
    if tree.backend != BACKEND or not tree.table("tool.poetry-dynamic-versioning").get("enable"):
        return None
    return layout.tagged(tree, "poetry_dynamic")
