"""Workspaces: the packages of a repository that holds more than one."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from gonogo.project.tree import Tree

if TYPE_CHECKING:
    from pathlib import Path

FILES = ("pyproject.toml", "setup.cfg", "setup.py")
FOLDERS = ("*", "packages/*", "libs/*", "projects/*", "src/*")
NOT_PACKAGES = frozenset(
    ["build", "dist", "doc", "docs", "example", "examples", "ext", "node_modules", "test", "tests", "venv"]
)


def find(root: Path) -> tuple[str, ...]:
    """Return the folders of a repository's packages, relative to it and sorted.

    They are uv's workspace members, else the folders one or two levels down that say what they build; none
    where the root is the only package.
    """
    table = Tree(root).table("tool.uv.workspace")
    members, left_out = table.get("members"), table.get("exclude", [])
    patterns = [one for one in members if isinstance(one, str)] if isinstance(members, list) else FOLDERS
    out = [one for one in left_out if isinstance(one, str)] if isinstance(left_out, list) else []
    found = {
        path.relative_to(root).as_posix()
        for pattern in patterns
        if plain(pattern)
        for path in root.glob(pattern)
        if builds(path)
    }
    kept = [path for path in found if not any(PurePosixPath(path).match(one) for one in out)]
    return tuple(sorted(path for path in kept if not set(path.split("/")) & NOT_PACKAGES))


def is_root_alone(root: Path) -> bool:
    """Return whether a folder is the root of packages and none itself.

    uv builds no root that says `package = false`, and none with members and no build system.
    """
    tree = Tree(root)
    if tree.table("build-system"):
        return tree.table("tool.uv").get("package") is False
    if tree.table("tool.uv").get("package") is False or tree.table("tool.uv.workspace"):
        return True
    return not builds(root) and bool(find(root))


def is_shared(top: Path, folder: Path) -> bool:
    """Return whether a repository holds other packages than that of a folder: found below its top, or beside it."""
    beside = {path for path in folder.parent.iterdir() if path.name not in NOT_PACKAGES and builds(path)}
    others = {one.resolve() for one in (*beside, *(top / path for path in find(top)))}
    return bool(others - {folder.resolve(), top.resolve()})


def plain(pattern: str) -> bool:
    """Return whether a pattern stays inside the repository."""
    return bool(pattern) and not pattern.startswith(("/", "~")) and ".." not in PurePosixPath(pattern).parts


def builds(folder: Path) -> bool:
    """Return whether a folder says what it builds."""
    if not folder.is_dir() or folder.name.startswith(".") or not any((folder / file).is_file() for file in FILES):
        return False
    tree = Tree(folder)
    return bool(tree.project or tree.table("build-system") or tree.name or tree.has("setup.py"))
