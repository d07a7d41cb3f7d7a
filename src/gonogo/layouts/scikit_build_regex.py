"""scikit-build-core with the version in a file, read by its `regex` provider."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.project import layout, scikit

if TYPE_CHECKING:
    from gonogo.model.location import Layout
    from gonogo.project.tree import Tree

PROVIDER = "scikit_build_core.metadata.regex"


def recognise(tree: Tree) -> Layout | None:
    """Recognise scikit-build-core with the `regex` provider and its `input`; the expression is not run."""
    table = scikit.version_table(tree)
    if layout.declared(tree) or table.get("provider") != PROVIDER or not isinstance(table.get("input"), str):
        return None
    place = layout.in_file(tree, table["input"], "__version__", "VERSION", "version")
    return layout.placed(tree, "scikit_build_regex", place)
