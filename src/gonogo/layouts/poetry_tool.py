"""Poetry with the version in `[tool.poetry]` of pyproject.toml."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.model.location import Place
from gonogo.project import layout
from gonogo.project.tree import WrongType

if TYPE_CHECKING:
    from gonogo.model.location import Layout
    from gonogo.project.tree import Tree

BACKENDS = ("poetry.core.masonry.api", "poetry.masonry.api")
KEY = "tool.poetry.version"


def recognise(tree: Tree) -> Layout | None:
    """Recognise Poetry with `tool.poetry.version` and none in `[project]`."""
    version = tree.table("tool.poetry").get("version")
    if tree.backend not in BACKENDS or layout.declared(tree) or version is None:
        return None
    if not isinstance(version, str):
        raise WrongType(path="pyproject.toml", key=KEY, expected="a string", found=type(version).__name__)
    return layout.placed(tree, "poetry_tool", Place("pyproject.toml", key=KEY), version=version)
