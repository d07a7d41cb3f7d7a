"""Stand-ins for packages that a library imports at its start, and that nothing of what it is asked for uses."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, cast


class StandIn(ModuleType):
    """A module in which every name is a class that does nothing."""

    def __getattr__(self, name: str) -> Any:
        """Return an empty class, which takes any arguments; AttributeError for what Python itself looks for."""
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {"__init__": lambda *_, **__: None})


class Finder:
    """Finds a stand-in for each of some packages, and for what is in them."""

    def __init__(self, packages: Sequence[str]) -> None:
        self.packages = frozenset(packages) - frozenset(sys.modules)

    def find_spec(self, name: str, _path: Any = None, _target: Any = None) -> ModuleSpec | None:
        """Return how a stand-in is made; None for any other module."""
        ours = name.partition(".")[0] in self.packages
        return ModuleSpec(name, cast("Any", self), is_package=True) if ours else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Return a stand-in."""
        return StandIn(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Run nothing."""


@contextmanager
def stand_ins(*packages: str) -> Iterator[None]:
    """Let stand-ins be imported for packages while inside; whoever imports one later gets the package itself."""
    finder = Finder(packages)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for name in [name for name, module in sys.modules.items() if isinstance(module, StandIn)]:
            del sys.modules[name]
