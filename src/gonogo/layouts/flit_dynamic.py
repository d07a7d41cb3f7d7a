"""Flit with the version as `__version__` in the module."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.project import find_version, import_names, layout

if TYPE_CHECKING:
    from gonogo.model.location import Layout
    from gonogo.project.tree import Tree

BACKENDS = ("flit_core.buildapi", "flit.buildapi")


def recognise(tree: Tree) -> Layout | None:
    """Recognise Flit with a dynamic version, or with its own table of metadata."""
    if tree.backend not in BACKENDS or layout.declared(tree):
        return None
    if not (tree.dynamic or tree.table("tool.flit.metadata")):
        return None
    name = import_names.find(tree)[0]
    path = import_names.located(tree, name)
    if not path:
        raise find_version.VersionPlaceUnclear(
            path=f"{name.replace('.', '/')}/__init__.py", why="there is no such module"
        )
    return layout.placed(tree, "flit_dynamic", layout.in_file(tree, path, "__version__"))
