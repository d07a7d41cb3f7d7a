"""Layouts: one file for each way in which a project is laid out; it says where the version lives.

A layout is a module with `recognise(tree) -> Layout | None`. It is found by being here; exactly one claims a
project, and where none does, `last_resort` looks for a literal version or says what is missing.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING

from gonogo.model.errors import GonogoError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import ModuleType

    from gonogo.model.location import Layout
    from gonogo.project.tree import Built, Tree


class TwoLayouts(GonogoError):
    """Two layouts claim the same project."""

    text = "the project is laid out in more than one way: {names}"
    hint_text = "keep one [build-system] and one place for the version in pyproject.toml, setup.cfg and setup.py"


def names() -> list[str]:
    """Return the names of all layouts, sorted."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def modules() -> Iterator[ModuleType]:
    """Yield the modules of all layouts but the last resort, by name."""
    for name in names():
        if name != "last_resort":
            yield importlib.import_module(f"{__name__}.{name}")


def recognise(root: Path, built: Built | None = None) -> Layout:
    """Return the layout of the project in a folder; `built` is what its build backend says, where that was asked.

    Raises TwoLayouts where two claim it, and the last resort's errors where there is no version to be found.
    """
    from gonogo.project.tree import Built, Tree

    tree = Tree(root, built or Built())
    claims = [layout for module in modules() if (layout := claim(module, tree))]
    if len(claims) > 1:
        raise TwoLayouts(names=", ".join(layout.name for layout in claims))
    return claims[0] if claims else importlib.import_module(f"{__name__}.last_resort").recognise(tree)


def claim(module: ModuleType, tree: Tree) -> Layout | None:
    """Return what a layout says of a project."""
    found: Layout | None = module.recognise(tree)
    return found
