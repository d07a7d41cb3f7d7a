"""PDM's backend with the version from the git tag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.project import layout

if TYPE_CHECKING:
    from gonogo.model.location import Layout
    from gonogo.project.tree import Tree

BACKENDS = ("pdm.backend", "pdm.backend.intree", "pdm.pep517.api")


def recognise(tree: Tree) -> Layout | None:
    """Recognise PDM's backend with `source = "scm"` in `[tool.pdm.version]`."""
    if tree.backend not in BACKENDS or layout.declared(tree):
        return None
    if tree.table("tool.pdm.version").get("source") != "scm":
        return None
    return layout.tagged(tree, "pdm_scm")
