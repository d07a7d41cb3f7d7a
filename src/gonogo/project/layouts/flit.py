"""Flit: the version as `__version__` in the module."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.project import find_version, import_names
from gonogo.project.layouts import layout

if TYPE_CHECKING:
    from gonogo.model.location import Layout
    from gonogo.project.tree import Tree


def module(tree: Tree, name: str) -> Layout | None:
    """Recognise a dynamic version, or Flit's own table of metadata."""
    if not (tree.dynamic or tree.table("tool.flit.metadata")):
        return None
    imported = import_names.find(tree)[0]
    path = import_names.located(tree, imported)
    if not path:
        raise find_version.VersionPlaceUnclear(
            path=f"{imported.replace('.', '/')}/__init__.py", why="there is no such module"
        )
    return layout.placed(tree, name, layout.in_file(tree, path, "__version__"))
