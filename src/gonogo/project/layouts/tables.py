"""Backends whose own table in pyproject.toml names the file that holds the version, or the git tag."""

from typing import Any

from gonogo.model.location import Layout, Location
from gonogo.project import find_version, import_names
from gonogo.project.layouts import layout
from gonogo.project.tree import Tree, WrongType

NAMES = ("__version__", "VERSION", "version")  # names that a version has in a file, without a hint
TAG_SOURCES = ("vcs", "uv-dynamic-versioning", "versioningit")  # sources of Hatchling's version that read the tag


def hatchling_path(tree: Tree, name: str) -> Layout | None:
    """Recognise `path` in `[tool.hatch.version]`, from source `regex` without a pattern of its own, or `code`."""
    table = tree.table("tool.hatch.version")
    if "path" not in table or table.get("source", "regex") not in {"regex", "code"}:
        return None
    file, expression = table["path"], table.get("expression", "")
    if not isinstance(file, str):
        raise WrongType(
            path="pyproject.toml", key="tool.hatch.version.path", expected="a string", found=type(file).__name__
        )
    names = (expression, *NAMES) if str(expression).isidentifier() else NAMES
    return layout.placed(tree, name, layout.in_file(tree, file, *names))


def hatchling_vcs(tree: Tree, name: str) -> Layout | None:
    """Recognise a `source` in `[tool.hatch.version]` that reads the tag."""
    return layout.tagged(tree, name) if tree.table("tool.hatch.version").get("source") in TAG_SOURCES else None


def pdm_file(tree: Tree, name: str) -> Layout | None:
    """Recognise `source = "file"` and a `path` in `[tool.pdm.version]`."""
    table = tree.table("tool.pdm.version")
    path = table.get("path")
    if table.get("source", "file") != "file" or not isinstance(path, str):
        return None
    return layout.placed(tree, name, layout.in_file(tree, path, *NAMES))


def pdm_scm(tree: Tree, name: str) -> Layout | None:
    """Recognise `source = "scm"` in `[tool.pdm.version]`."""
    return layout.tagged(tree, name) if tree.table("tool.pdm.version").get("source") == "scm" else None


def flit_module(tree: Tree, name: str) -> Layout | None:
    """Recognise a dynamic version, or Flit's own table of metadata."""
    if not (tree.dynamic or tree.table("tool.flit.metadata")):
        return None
    imported = import_names.find(tree)[0]
    path = import_names.located(tree, imported)
    if not path:
        raise find_version.VersionPlaceUnclear(
            path=f"{imported.replace('.', '/')}/__init__.py", why="there is no such module"
        )
    return layout.placed(tree, name, layout.in_file(tree, path, "__version__"))


POETRY_KEY = "tool.poetry.version"


def poetry_table(tree: Tree, name: str) -> Layout | None:
    """Recognise `tool.poetry.version`."""
    version = tree.table("tool.poetry").get("version")
    if version is None:
        return None
    if not isinstance(version, str):
        raise WrongType(path="pyproject.toml", key=POETRY_KEY, expected="a string", found=type(version).__name__)
    return layout.placed(tree, name, Location("pyproject.toml", key=POETRY_KEY), version=version)


def poetry_dynamic_versioning(tree: Tree, name: str) -> Layout | None:
    """Recognise poetry-dynamic-versioning that is enabled in its table."""
    return layout.tagged(tree, name) if tree.table("tool.poetry-dynamic-versioning").get("enable") else None


REGEX = "scikit_build_core.metadata.regex"
SCM = "scikit_build_core.metadata.setuptools_scm"


def scikit_build_regex(tree: Tree, name: str) -> Layout | None:
    """Recognise the `regex` provider and its `input`; the expression is not run."""
    table = scikit_build_table(tree)
    if table.get("provider") != REGEX or not isinstance(table.get("input"), str):
        return None
    return layout.placed(tree, name, layout.in_file(tree, table["input"], *NAMES))


def scikit_build_scm(tree: Tree, name: str) -> Layout | None:
    """Recognise the `setuptools_scm` provider."""
    return layout.tagged(tree, name) if scikit_build_table(tree).get("provider") == SCM else None


def scikit_build_table(tree: Tree) -> dict[str, Any]:
    """Return `[tool.scikit-build.metadata.version]`, or the entry for the version in `[[tool.dynamic-metadata]]`."""
    found = tree.table("tool.scikit-build.metadata").get("version")
    if isinstance(found, dict):
        return found
    entries = tree.table("tool").get("dynamic-metadata", [])
    for entry in entries if isinstance(entries, list) else []:
        if isinstance(entry, dict) and entry.get("field") == "version":
            return entry
    return {}
