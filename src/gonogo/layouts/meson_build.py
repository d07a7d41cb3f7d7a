"""meson-python with the version in `project()` of meson.build."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.world import layout, meson, spots

if TYPE_CHECKING:
    from gonogo.model.place import Layout
    from gonogo.world.tree import Tree


def recognise(tree: Tree) -> Layout | None:
    """Recognise meson-python with a dynamic version and a literal one in meson.build."""
    if tree.backend != meson.BACKEND or layout.declared(tree):
        return None
    place = meson.place(tree)
    if place is None:
        raise spots.VersionPlaceUnclear(path="meson.build", why="project() there has no literal version")
    return layout.placed(tree, "meson_build", place)
