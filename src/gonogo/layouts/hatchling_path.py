"""Hatchling with the version in a file of the project, read by its `regex` or `code` source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.project import layout
from gonogo.project.tree import WrongType

if TYPE_CHECKING:
    from gonogo.model.location import Layout
    from gonogo.project.tree import Tree

BACKENDS = ("hatchling.build", "hatchling.ouroboros")
NAMES = ("__version__", "VERSION", "version")


def recognise(tree: Tree) -> Layout | None:
    """Recognise Hatchling with `path` in `[tool.hatch.version]`.

    A pattern of the project's own is not run.
    """
    table = tree.table("tool.hatch.version")
    if tree.backend not in BACKENDS or layout.declared(tree) or "path" not in table:
        return None
    if table.get("source", "regex") not in {"regex", "code"}:
        return None
    path, expression = table["path"], table.get("expression", "")
    if not isinstance(path, str):
        raise WrongType(
            path="pyproject.toml",
            key="tool.hatch.version.path",
            expected="a string",
            found=type(path).__name__,
        )
    names = (expression, *NAMES) if str(expression).isidentifier() else NAMES
    return layout.placed(tree, "hatchling_path", layout.in_file(tree, path, *names))
