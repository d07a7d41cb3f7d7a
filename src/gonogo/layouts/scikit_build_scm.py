"""scikit-build-core with the version from the git tag, by its `setuptools_scm` provider."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.project import layout, scikit

if TYPE_CHECKING:
    from gonogo.model.location import Layout
    from gonogo.project.tree import Tree

PROVIDER = "scikit_build_core.metadata.setuptools_scm"


def recognise(tree: Tree) -> Layout | None:
    """Recognise scikit-build-core with the `setuptools_scm` provider."""
    if layout.declared(tree) or scikit.version_table(tree).get("provider") != PROVIDER:
        return None
    return layout.tagged(tree, "scikit_build_scm")
