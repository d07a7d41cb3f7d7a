"""Changelogs: which kind a project keeps, and in which file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from gonogo.world.tree import Tree

if TYPE_CHECKING:
    from pathlib import Path

FRAGMENTS = "changelog.d"
"""The folder of fragments that gonogo uses where towncrier is not configured."""

STEMS = ("CHANGELOG", "CHANGES", "HISTORY", "NEWS", "RELEASES", "RELEASE_NOTES")
SUFFIXES = (".md", ".rst", ".txt", "")
FOLDERS = ("", "docs/", "doc/")

_HEADING = re.compile(r"^##\s*\[(unreleased|v?\d+(\.\d+)+[^\]]*)\]", re.IGNORECASE | re.MULTILINE)


def find(root: Path) -> tuple[str, str]:
    """Return the kind of a project's changelog and its path, relative to the project.

    The kind is `towncrier` (configured, or a folder `changelog.d`), `keepachangelog` (its headings or a
    link to its site), `hand` (a file kept in a way of its own) or `none`, with an empty path.
    """
    tree = Tree(root)
    file = existing(tree)
    configured = towncrier(tree)
    if configured is not None:
        return "towncrier", str(configured.get("filename", "NEWS.rst"))
    if (root / FRAGMENTS).is_dir() and "scriv" not in tree.table("tool"):
        return "towncrier", file or "CHANGELOG.md"
    if not file:
        return "none", ""
    return ("keepachangelog" if keeps(tree.text(file)) else "hand"), file


def towncrier(tree: Tree) -> dict[str, Any] | None:
    """Return towncrier's table, from towncrier.toml before pyproject.toml as towncrier reads it.

    None without one.
    """
    for tables in (tree.toml("towncrier.toml"), tree.pyproject):
        tool = tables.get("tool", {})
        if isinstance(tool, dict) and isinstance(tool.get("towncrier"), dict):
            found: dict[str, Any] = tool["towncrier"]
            return found
    return None


def existing(tree: Tree) -> str:
    """Return the path of the changelog file that is there, the usual names first; empty without one."""
    for folder in FOLDERS:
        here = {path.name.lower(): path.name for path in sorted((tree.root / folder).glob("*")) if path.is_file()}
        for stem in STEMS:
            for suffix in SUFFIXES:
                if (stem + suffix).lower() in here:
                    return folder + here[(stem + suffix).lower()]
    return ""


def keeps(text: str) -> bool:
    """Return whether a text is a changelog in the form of keepachangelog.com."""
    return "keepachangelog.com" in text[:4000] or bool(_HEADING.search(text))
