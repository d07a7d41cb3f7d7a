"""Hatchling: the version in a file, or from the git tag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.project.layouts import layout
from gonogo.project.tree import WrongType

if TYPE_CHECKING:
    from gonogo.model.location import Layout
    from gonogo.project.tree import Tree

NAMES = ("__version__", "VERSION", "version")
TAG_SOURCES = ("vcs", "uv-dynamic-versioning", "versioningit")
"""Sources of Hatchling's version that read the tag."""


def path(tree: Tree, name: str) -> Layout | None:
    """Recognise `path` in `[tool.hatch.version]` with the source `regex` or `code`.

    A pattern of the project's own is not run.
    """
    table = tree.table("tool.hatch.version")
    if "path" not in table or table.get("source", "regex") not in {"regex", "code"}:
        return None
    file, expression = table["path"], table.get("expression", "")
    if not isinstance(file, str):
        raise WrongType(
            path="pyproject.toml", key="tool.hatch.version.path", expected="a string", found=type(file).__name__
        )
    names = (expression, *NAMES) if str(expression).isidentifier() else NAMES
    return layout.placed(tree, name, layout.in_file(tree, file, *names))


def vcs(tree: Tree, name: str) -> Layout | None:
    """Recognise a `source` in `[tool.hatch.version]` that reads the tag."""
    return layout.tagged(tree, name) if tree.table("tool.hatch.version").get("source") in TAG_SOURCES else None
