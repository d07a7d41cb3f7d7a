"""A version that Incremental holds: the call `Version("Demo", 24, 7, 0)` in the package's `_version.py`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from gonogo.project import find_version, import_names, setup_files
from gonogo.project.layouts import layout

if TYPE_CHECKING:
    from gonogo.model.location import Layout
    from gonogo.project.tree import Tree


def version_file(tree: Tree, name: str) -> Layout:
    """Return the layout with the call in the first `_version.py` of the project's packages."""
    homes = [import_names.located(tree, one).removesuffix("__init__.py") for one in import_names.find(tree)]
    paths = [f"{home}_version.py" for home in homes if home and tree.has(f"{home}_version.py")]
    if not paths:
        raise find_version.VersionPlaceUnclear(path="_version.py", why="no package of the project has that file")
    return layout.placed(tree, name, layout.in_file(tree, paths[0], "__version__"))


def used(tree: Tree) -> bool:
    """Return whether the version comes from Incremental.

    It does with `[tool.incremental]`, Hatchling's source `incremental`, or `use_incremental` in setup.py.
    """
    if tree.table("tool.hatch.version").get("source") == "incremental":
        return True
    given = setup_files.keyword(tree, "use_incremental")
    asked = isinstance(given, ast.Constant) and given.value is True
    return setup_files.used(tree) and (asked or ("incremental" in tree.table("tool") and tree.dynamic))
