"""PDM's backend with the version in a file of the project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.project import layout

if TYPE_CHECKING:
    from gonogo.model.location import Layout
    from gonogo.project.tree import Tree

BACKENDS = ("pdm.backend", "pdm.backend.intree", "pdm.pep517.api")


def recognise(tree: Tree) -> Layout | None:
    """Recognise PDM's backend with `source = "file"` and a `path` in `[tool.pdm.version]`."""
    table = tree.table("tool.pdm.version")
    if tree.backend not in BACKENDS or layout.declared(tree) or table.get("source", "file") != "file":
        return None
    path = table.get("path")
    if not isinstance(path, str):
        return None
    return layout.placed(tree, "pdm_file", layout.in_file(tree, path, "__version__", "VERSION", "version"))
