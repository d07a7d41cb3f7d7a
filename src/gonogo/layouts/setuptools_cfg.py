"""setuptools with the version as a literal in setup.cfg."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gonogo.world import layout, setupfiles, spots

if TYPE_CHECKING:
    from gonogo.model.place import Layout
    from gonogo.world.tree import Tree


def recognise(tree: Tree) -> Layout | None:
    """Recognise setuptools with `version` in `[metadata]` of setup.cfg."""
    if not setupfiles.used(tree) or layout.declared(tree):
        return None
    version = tree.setup_cfg.get("metadata", "version", fallback="").strip()
    if not version or version.startswith(("attr:", "file:")):
        return None
    place = spots.at(tree, "setup.cfg", version, line=line_of(tree.text("setup.cfg")), near="version")
    return layout.placed(tree, "setuptools_cfg", place, version=version)


def line_of(text: str) -> int:
    """Return the number of the line, from 1, that holds the version in the section `[metadata]`.

    0 without one.
    """
    section = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("["):
            section = line.strip()
        elif section == "[metadata]" and re.match(r"version\s*[=:]", line, re.IGNORECASE):
            return number
    return 0
