"""What `init` writes into a project. One file for each thing; a new file is a new thing.

A part is a module with `propose(site)`, which yields changes and notes and touches nothing.
"""

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType

from gonogo.adopt.change import FileChange, Note
from gonogo.adopt.site import Site


def parts() -> Iterator[ModuleType]:
    """Yield the modules that propose something, by name."""
    for found in sorted(pkgutil.iter_modules(__path__), key=lambda one: one.name):
        module = importlib.import_module(f"{__name__}.{found.name}")
        if hasattr(module, "propose"):
            yield module


def propose(site: Site) -> list[FileChange | Note]:
    """Return every change and note of every part, for one project; nothing is written."""
    return [one for part in parts() for one in part.propose(site)]
