"""Flit with the version as `__version__` in the module."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.world import imports, layout, spots

if TYPE_CHECKING:
    from gonogo.model.place import Layout
    from gonogo.world.tree import Tree

BACKENDS = ("flit_core.buildapi", "flit.buildapi")


def recognise(tree: Tree) -> Layout | None:
    """Recognise Flit with a dynamic version, or with its own table of metadata."""
    if tree.backend not in BACKENDS or layout.declared(tree):
        return None
    if not (tree.dynamic or tree.table("tool.flit.metadata")):
        return None
    name = imports.find(tree)[0]
    path = imports.located(tree, name)
    if not path:
        raise spots.VersionPlaceUnclear(path=f"{name.replace('.', '/')}/__init__.py", why="there is no such module")
    return layout.placed(tree, "flit_dynamic", layout.in_file(tree, path, "__version__"))
