"""Poetry: the version in `[tool.poetry]`, or from the git tag by poetry-dynamic-versioning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.model.location import Place
from gonogo.project.layouts import layout
from gonogo.project.tree import WrongType

if TYPE_CHECKING:
    from gonogo.model.location import Layout
    from gonogo.project.tree import Tree

KEY = "tool.poetry.version"


def tool_table(tree: Tree, name: str) -> Layout | None:
    """Recognise `tool.poetry.version`."""
    version = tree.table("tool.poetry").get("version")
    if version is None:
        return None
    if not isinstance(version, str):
        raise WrongType(path="pyproject.toml", key=KEY, expected="a string", found=type(version).__name__)
    return layout.placed(tree, name, Place("pyproject.toml", key=KEY), version=version)


def dynamic_versioning(tree: Tree, name: str) -> Layout | None:
    """Recognise poetry-dynamic-versioning that is enabled in its table."""
    return layout.tagged(tree, name) if tree.table("tool.poetry-dynamic-versioning").get("enable") else None
