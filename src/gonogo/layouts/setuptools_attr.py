"""setuptools with a dynamic version: `attr` of a module or `file`, in pyproject.toml or setup.cfg."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from gonogo.project import find_version, import_names, layout, setup_files

if TYPE_CHECKING:
    from gonogo.model.location import Layout, Place
    from gonogo.project.tree import Tree


def recognise(tree: Tree) -> Layout | None:
    """Recognise setuptools with `[tool.setuptools.dynamic]` or `version = attr:` and `file:` in setup.cfg."""
    if not setup_files.used(tree) or layout.declared(tree):
        return None
    kind, said = source(tree)
    if not kind:
        return None
    place = layout.in_file(tree, said, "version") if kind == "file" else attribute(tree, said)
    return layout.placed(tree, "setuptools_attr", place)


def source(tree: Tree) -> tuple[str, str]:
    """Return `attr` or `file` and what it names; two empty texts where neither is said."""
    table = tree.table("tool.setuptools.dynamic").get("version", {})
    for kind in ("attr", "file"):
        said = table.get(kind) if isinstance(table, dict) else None
        said = said[0] if isinstance(said, list) and said else said
        if isinstance(said, str):
            return kind, said
    match = re.fullmatch(r"(attr|file):\s*(\S+)", tree.setup_cfg.get("metadata", "version", fallback="").strip())
    return (match[1], match[2]) if match else ("", "")


def attribute(tree: Tree, said: str) -> Place:
    """Return the place of the literal behind `package.module.name`; for a function, of the module's `__version__`."""
    module, _, name = said.rpartition(".")
    path = import_names.located(tree, module)
    if not path:
        raise find_version.VersionPlaceUnclear(path=f"{module.replace('.', '/')}.py", why=f"no file for {said}")
    function = any(isinstance(one, ast.FunctionDef) and one.name == name for one in tree.module(path).body)
    return layout.in_file(tree, path, "__version__" if function else name)
