"""scikit-build-core's tables: who provides the version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gonogo.project.tree import Tree

BACKENDS = ("scikit_build_core.build", "scikit_build_core.setuptools.build_meta")


def version_table(tree: Tree) -> dict[str, Any]:
    """Return the table that says where a dynamic version comes from; none for another backend.

    It is `[tool.scikit-build.metadata.version]`, or the entry for the version in `[[tool.dynamic-metadata]]`.
    """
    if tree.backend not in BACKENDS:
        return {}
    found = tree.table("tool.scikit-build.metadata").get("version")
    if isinstance(found, dict):
        return found
    entries = tree.table("tool").get("dynamic-metadata", [])
    for entry in entries if isinstance(entries, list) else []:
        if isinstance(entry, dict) and entry.get("field") == "version":
            return entry
    return {}
