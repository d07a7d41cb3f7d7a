"""setuptools' files: its tables, setup.cfg and the literal words of setup.py, which is never run."""

import ast
from fnmatch import fnmatchcase
from typing import Any

from gonogo.project.tree import Tree


def used(tree: Tree) -> bool:
    """Return whether setuptools builds the project: as its backend, behind its own backend, or as PEP 517's default."""
    system = tree.table("build-system")
    requires = system.get("requires", [])
    behind = "backend-path" in system and any(str(one).startswith("setuptools") for one in requires)
    if not (tree.backend.startswith("setuptools.") or behind):
        return False
    return bool(tree.project) or tree.setup_cfg.has_section("metadata") or tree.has("setup.py")


def keyword(tree: Tree, name: str) -> ast.expr | None:
    """Return the expression given to `setup(name=...)` in setup.py; None where there is none."""
    if not tree.has("setup.py"):
        return None
    for node in ast.walk(tree.module("setup.py")):
        if isinstance(node, ast.Call) and called(node) == "setup":
            for given in node.keywords:
                if given.arg == name:
                    return given.value
    return None


def called(node: ast.Call) -> str:
    """Return the last name of what a call calls."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def literal(node: ast.expr | None) -> Any:
    """Return the value of a literal expression; None for any other."""
    try:
        return None if node is None else ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None


def listed(tree: Tree) -> list[str]:
    """Return the packages and modules that the project lists by name."""
    table = tree.table("tool.setuptools")
    keys = [table.get("packages"), table.get("py-modules")]
    keys += [lines(tree, "options", "packages"), lines(tree, "options", "py_modules")]
    keys += [literal(keyword(tree, "packages")), literal(keyword(tree, "py_modules"))]
    names = [name for key in keys if isinstance(key, list) for name in key if isinstance(name, str)]
    return [name for name in names if name and not name.startswith("find")]


def lines(tree: Tree, section: str, key: str) -> list[str]:
    """Return the entries of a list in setup.cfg, written one a line or with commas."""
    text = tree.setup_cfg.get(section, key, fallback="")
    return [word.strip() for line in text.splitlines() for word in line.split(",") if word.strip()]


def finder(tree: Tree) -> dict[str, Any]:
    """Return the table `[tool.setuptools.packages.find]`."""
    packages = tree.table("tool.setuptools").get("packages", {})
    find = packages.get("find", {}) if isinstance(packages, dict) else {}
    return find if isinstance(find, dict) else {}


def folders(tree: Tree) -> list[str]:
    """Return the folders that setuptools' configuration names as the code's."""
    where = finder(tree).get("where", [])
    named = [*where] if isinstance(where, list) else []
    package_dir = tree.table("tool.setuptools").get("package-dir", {})
    named += [package_dir.get("")] if isinstance(package_dir, dict) else []
    named += [*lines(tree, "options.packages.find", "where"), finder_call(tree).get("where")]
    mapped = literal(keyword(tree, "package_dir"))
    named += [mapped.get("")] if isinstance(mapped, dict) else []
    for line in lines(tree, "options", "package_dir"):
        package, _, folder = line.partition("=")
        named += [] if package.strip() else [folder.strip()]
    return [name for name in named if isinstance(name, str) and name]


def excluded(tree: Tree, name: str) -> bool:
    """Return whether setuptools' discovery is set to leave a package out."""
    find, section = finder(tree), "options.packages.find"
    called_with = finder_call(tree)
    leave = [find.get("exclude"), lines(tree, section, "exclude"), called_with.get("exclude")]
    only = [find.get("include"), lines(tree, section, "include"), called_with.get("include")]
    out, kept = patterns(leave), patterns(only)
    is_out = any(fnmatchcase(name, pattern) for pattern in out)
    return is_out or bool(kept and not any(fnmatchcase(name, pattern) for pattern in kept))


def patterns(several: list[Any]) -> list[str]:
    """Return all texts of several lists."""
    return [str(one) for listed in several if isinstance(listed, list | tuple) for one in listed]


def finder_call(tree: Tree) -> dict[str, Any]:
    """Return the literal arguments of the first call of setuptools' package finders in setup.py."""
    if not tree.has("setup.py"):
        return {}
    for node in ast.walk(tree.module("setup.py")):
        if isinstance(node, ast.Call) and called(node) in FINDERS:
            named = {given.arg or "": literal(given.value) for given in node.keywords}
            return {**dict(zip(FINDER_WORDS, map(literal, node.args), strict=False)), **named}
    return {}


FINDERS = ("find_packages", "find_namespace_packages", "find")
FINDER_WORDS = ("where", "exclude", "include")  # the arguments of setuptools' finders, in their order
