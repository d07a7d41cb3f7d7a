"""setuptools with the version in `[project]` of pyproject.toml."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.world import layout, setupfiles

if TYPE_CHECKING:
    from gonogo.model.place import Layout
    from gonogo.world.tree import Tree


def recognise(tree: Tree) -> Layout | None:
    """Recognise setuptools with `project.version`."""
    if not setupfiles.used(tree) or not layout.declared(tree):
        return None
    return layout.static(tree, "setuptools_static")
