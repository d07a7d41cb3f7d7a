"""setuptools with the version from the git tag, by setuptools-scm."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gonogo.project import layout, setup_files

if TYPE_CHECKING:
    from gonogo.model.location import Layout
    from gonogo.project.tree import Tree


def recognise(tree: Tree) -> Layout | None:
    """Recognise setuptools-scm, required and with no version written anywhere."""
    if not setup_files.used(tree) or layout.declared(tree) or not asked_for(tree):
        return None
    written = tree.setup_cfg.get("metadata", "version", fallback="") or setup_files.keyword(tree, "version")
    if tree.table("tool.setuptools.dynamic").get("version") or written:
        return None
    return layout.tagged(tree, "setuptools_scm")


def asked_for(tree: Tree) -> bool:
    """Return whether the project asks for setuptools-scm."""
    requires = tree.table("build-system").get("requires", [])
    words = [
        *(requires if isinstance(requires, list) else []),
        *setup_files.lines(tree, "options", "setup_requires"),
    ]
    required = any(re.match(r"(setuptools|vcs)[-_.](scm|versioning)\b", str(word), re.IGNORECASE) for word in words)
    return required or setup_files.keyword(tree, "use_scm_version") is not None
