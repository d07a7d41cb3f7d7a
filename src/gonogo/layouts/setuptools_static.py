"""setuptools with the version in `[project]` of pyproject.toml."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.project import layout, setup_files

if TYPE_CHECKING:
    from gonogo.model.location import Layout
    from gonogo.project.tree import Tree


def recognise(tree: Tree) -> Layout | None:
    """Recognise setuptools with `project.version`."""
    if not setup_files.used(tree) or not layout.declared(tree):
        return None
    return layout.static(tree, "setuptools_static")
