"""setuptools with the version as a literal in setup.cfg."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gonogo.project import find_version, layout, setup_files

if TYPE_CHECKING:
    from gonogo.model.location import Layout
    from gonogo.project.tree import Tree


def recognise(tree: Tree) -> Layout | None:
    """Recognise setuptools with `version` in `[metadata]` of setup.cfg."""
    if not setup_files.used(tree) or layout.declared(tree):
        return None
    version = tree.setup_cfg.get("metadata", "version", fallback="").strip()
    if not version or version.startswith(("attr:", "file:")):
        return None
    place = find_version.at(tree, "setup.cfg", version, start_of(tree.text("setup.cfg"), version))
    return layout.placed(tree, "setuptools_cfg", place, version=version)


def start_of(text: str, version: str) -> int:
    """Return where the version stands in the section `[metadata]`; VersionPlaceUnclear without one."""
    section, start = "", 0
    for line in text.splitlines(keepends=True):
        if line.startswith("["):
            section = line.strip()
        elif section == "[metadata]" and re.match(r"version\s*[=:]", line, re.IGNORECASE):
            return text.find(version, start)
        start += len(line)
    raise find_version.VersionPlaceUnclear(path="setup.cfg", why="[metadata] has no line that begins with version")
