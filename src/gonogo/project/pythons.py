"""Pythons: the versions that a project says it runs on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from gonogo.project import setup_files

if TYPE_CHECKING:
    from gonogo.project.tree import Tree

KNOWN = ("3.10", "3.11", "3.12", "3.13")
"""The versions that gonogo itself is tested on."""

_CLASSIFIER = re.compile(r"Programming Language :: Python :: (3\.\d+)")


def find(tree: Tree) -> tuple[str, ...]:
    """Return the versions that a project's classifiers name, else those that its requirement allows, oldest first.

    Only versions that gonogo knows; all of them for a project that says nothing.
    """
    allowed = [version for version in KNOWN if allows(requirement(tree), version)]
    named = [version for version in allowed if version in classified(tree)]
    return tuple(named or allowed)


def classified(tree: Tree) -> set[str]:
    """Return the versions in the classifiers of pyproject.toml, setup.cfg or setup.py."""
    listed = [tree.project.get("classifiers"), tree.table("tool.poetry").get("classifiers")]
    listed += [setup_files.lines(tree, "metadata", "classifiers")]
    listed += [setup_files.literal(setup_files.keyword(tree, "classifiers"))]
    texts = [str(one) for given in listed if isinstance(given, list) for one in given]
    return {match[1] for text in texts if (match := _CLASSIFIER.fullmatch(text.strip()))}


def requirement(tree: Tree) -> str:
    """Return what the project requires of Python, as it says it first; empty where it says nothing."""
    said = (
        tree.project.get("requires-python"),
        tree.setup_cfg.get("options", "python_requires", fallback=""),
        tree.setup_word("python_requires"),
        poetry(tree),
    )
    return next((one for one in said if isinstance(one, str) and one), "")


def poetry(tree: Tree) -> str:
    """Return poetry's constraint on Python as a specifier; empty without one."""
    from gonogo.project.poetry import bound

    said = tree.table("tool.poetry.dependencies").get("python", "")
    return ",".join(filter(None, map(bound, said.split(",")))) if isinstance(said, str) else ""


def allows(specifier: str, version: str) -> bool:
    """Return whether a specifier allows some release of a version of Python; one that cannot be read allows all."""
    try:
        return any(SpecifierSet(specifier).contains(f"{version}.{micro}") for micro in (0, 99))
    except InvalidSpecifier:
        return True
