"""scikit-build-core: the version in a file, or from the git tag, by one of its providers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gonogo.project.layouts import layout

if TYPE_CHECKING:
    from gonogo.model.location import Layout
    from gonogo.project.tree import Tree

REGEX = "scikit_build_core.metadata.regex"
SCM = "scikit_build_core.metadata.setuptools_scm"


def regex(tree: Tree, name: str) -> Layout | None:
    """Recognise the `regex` provider and its `input`; the expression is not run."""
    table = version_table(tree)
    if table.get("provider") != REGEX or not isinstance(table.get("input"), str):
        return None
    return layout.placed(tree, name, layout.in_file(tree, table["input"], "__version__", "VERSION", "version"))


def scm(tree: Tree, name: str) -> Layout | None:
    """Recognise the `setuptools_scm` provider."""
    return layout.tagged(tree, name) if version_table(tree).get("provider") == SCM else None


def version_table(tree: Tree) -> dict[str, Any]:
    """Return the table that says where a dynamic version comes from.

    It is `[tool.scikit-build.metadata.version]`, or the entry for the version in `[[tool.dynamic-metadata]]`.
    """
    found = tree.table("tool.scikit-build.metadata").get("version")
    if isinstance(found, dict):
        return found
    entries = tree.table("tool").get("dynamic-metadata", [])
    for entry in entries if isinstance(entries, list) else []:
        if isinstance(entry, dict) and entry.get("field") == "version":
            return entry
    return {}
