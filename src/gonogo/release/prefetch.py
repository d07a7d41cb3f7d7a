"""Ahead: what tests, checks and upload need and does not wait for the build, begun while the build runs."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from gonogo.model.plan import Plan
from gonogo.release import tests
from gonogo.release.context import World
from gonogo.release.tests import Room
from gonogo.system import folders
from gonogo.system.preload import preload

HEAVY = ("twine.commands.check", "twine.settings", "check_wheel_contents.checker", "gonogo.pypi_rules.book", "stamina")
"""What is imported in the shadow of the build, in the order in which it is needed."""


class Ahead:
    """The tests' room and the world with its index open, both made beside the build; a context manager."""

    def __init__(self, plan: Plan, world: World, opened: Callable[[], World]) -> None:
        """Begin; `opened` opens the index and returns the world that it is in."""
        self._stack = ExitStack()
        folder = self._stack.enter_context(folders.temporary())
        self._pool = ThreadPoolExecutor(2, "ahead")
        self._world = self._pool.submit(opened)
        self._room = self._pool.submit(tests.furnish, plan, world, folder)
        self._imports = preload(*HEAVY, after=self._world)

    def __enter__(self) -> Ahead:
        """Return it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Wait for what has begun, and throw the room away."""
        self._pool.shutdown(cancel_futures=True)
        self._stack.close()

    def imported(self) -> None:
        """Wait for the imports: two threads that import a package and a part of it at once can end in a deadlock."""
        self._imports.join()

    def room(self) -> Room:
        """Return the room in which the tests run."""
        return self._room.result()

    def world(self) -> World:
        """Return the world with its index open."""
        return self._world.result()
