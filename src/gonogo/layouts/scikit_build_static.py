"""scikit-build-core with the version in `[project]` of pyproject.toml."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.project import layout

if TYPE_CHECKING:
    from gonogo.model.location import Layout
    from gonogo.project.tree import Tree

BACKENDS = ("scikit_build_core.build", "scikit_build_core.setuptools.build_meta")


def recognise(tree: Tree) -> Layout | None:
    """Recognise scikit-build-core with `project.version`."""
    if tree.backend not in BACKENDS or not layout.declared(tree):
        return None
    return layout.static(tree, "scikit_build_static")
