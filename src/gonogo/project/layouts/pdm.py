"""PDM's backend: the version in a file, or from the git tag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.project.layouts import layout

if TYPE_CHECKING:
    from gonogo.model.location import Layout
    from gonogo.project.tree import Tree


def file(tree: Tree, name: str) -> Layout | None:
    """Recognise `source = "file"` and a `path` in `[tool.pdm.version]`."""
    table = tree.table("tool.pdm.version")
    path = table.get("path")
    if table.get("source", "file") != "file" or not isinstance(path, str):
        return None
    return layout.placed(tree, name, layout.in_file(tree, path, "__version__", "VERSION", "version"))


def scm(tree: Tree, name: str) -> Layout | None:
    """Recognise `source = "scm"` in `[tool.pdm.version]`."""
    return layout.tagged(tree, name) if tree.table("tool.pdm.version").get("source") == "scm" else None
