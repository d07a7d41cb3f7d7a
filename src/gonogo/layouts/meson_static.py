"""meson-python with the version in `[project]` of pyproject.toml."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gonogo.project import layout, meson

if TYPE_CHECKING:
    from gonogo.model.location import Layout
    from gonogo.project.tree import Tree


def recognise(tree: Tree) -> Layout | None:
    """Recognise meson-python with `project.version`; the same version in meson.build follows it."""
    if tree.backend != meson.BACKEND or not layout.declared(tree):
        return None
    found = layout.static(tree, "meson_static")
    twin = meson.place(tree)
    if twin is None or meson.version(tree) != tree.project["version"]:
        return found
    return replace(found, places=(*found.places, twin))
