"""Hatchling with the version from the git tag: hatch-vcs, and its relatives for uv and versioningit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.project import layout

if TYPE_CHECKING:
    from gonogo.model.location import Layout
    from gonogo.project.tree import Tree

BACKENDS = ("hatchling.build", "hatchling.ouroboros")
SOURCES = ("vcs", "uv-dynamic-versioning", "versioningit")
"""Sources of Hatchling's version that read the tag."""


def recognise(tree: Tree) -> Layout | None:
    """Recognise Hatchling with a `source` in `[tool.hatch.version]` that reads tags."""
    source = tree.table("tool.hatch.version").get("source")
    if tree.backend not in BACKENDS or layout.declared(tree) or source not in SOURCES:
        return None
    return layout.tagged(tree, "hatchling_vcs")
