"""meson-python with the version in `project()` of meson.build."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.project import find_version, layout, meson

if TYPE_CHECKING:
    from gonogo.model.location import Layout
    from gonogo.project.tree import Tree


def recognise(tree: Tree) -> Layout | None:
    """Recognise meson-python with a dynamic version and a literal one in meson.build."""
    if tree.backend != meson.BACKEND or layout.declared(tree):
        return None
    place = meson.place(tree)
    if place is None:
        raise find_version.VersionPlaceUnclear(path="meson.build", why="project() there has no literal version")
    return layout.placed(tree, "meson_build", place)
