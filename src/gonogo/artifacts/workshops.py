"""Workshops: kept build environments, and those that packages released together share, with their hook servers."""

from __future__ import annotations

import itertools
import os
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from subprocess import CalledProcessError

from gonogo.artifacts import kept_environments, toolchain
from gonogo.artifacts.backend import Backend, HookServer, serving, steady, system
from gonogo.artifacts.environments import Environment, Siblings
from gonogo.model.errors import GonogoError
from gonogo.system.folders import temporary
from gonogo.system.process import CommandFailed, ended


@dataclass
class Workshops:
    """Copies of kept environments, one of each, and their hook servers, as many as there are processors.

    A server ends with the `stack`. Nobody installs into such a copy: who needs more takes a copy of their own.
    """

    folder: Path
    stack: ExitStack
    copies: dict[Path, Environment] = field(default_factory=dict)
    ours: dict[str, HookServer] = field(default_factory=dict)
    idle: dict[tuple[Path, str], list[HookServer]] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=itertools.count)
    lock: threading.Lock = field(default_factory=threading.Lock)
    places: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(os.cpu_count() or 1))

    def run(self, module: str, argv: Sequence[str], cwd: Path) -> None:
        """Run a script of ours, in a process that has imported a module for all packages; CommandFailed."""
        with self.lock:
            if module not in self.ours:
                self.folder.mkdir(exist_ok=True)
                own = serving(Environment(Path(sys.prefix)), module, self.folder / f"{module}.log", {})
                self.ours[module] = self.stack.enter_context(own)
        try:
            self.ours[module].call(argv, str(cwd))
        except CalledProcessError as error:
            said = self.ours[module].printed().strip().rpartition("\n")[2]
            raise CommandFailed(command=module, ended=ended(error.returncode), why=said) from error

    @contextmanager
    def server(self, kept: Environment, backend: str) -> Iterator[HookServer]:
        """Give a hook server in the copy of a kept environment, which nobody else asks meanwhile."""
        with self.places:
            with self.lock:
                waiting = self.idle.setdefault((kept.folder, backend), [])
                one = waiting.pop() if waiting else self._started(kept, backend)
            try:
                yield one
            finally:
                waiting.append(one)

    def _started(self, kept: Environment, backend: str) -> HookServer:
        """Start a hook server, in a copy that is made for the first one."""
        self.folder.mkdir(exist_ok=True)
        if kept.folder not in self.copies:
            self.copies[kept.folder] = kept_environments.copy(kept, self.folder / f"env-{len(self.copies)}")
        log = self.folder / f"log-{next(self.numbers)}"
        return self.stack.enter_context(serving(self.copies[kept.folder], backend, log, steady()))


def started(source: Path, stack: ExitStack) -> HookServer | None:
    """Start a project's backend ahead of its first hook, until the stack is closed; None where none is kept yet."""
    try:
        needs = system(source)
    except GonogoError:
        return None
    environment = toolchain.found(needs.requires, source)
    if environment is None:
        return None
    folder = stack.enter_context(temporary())
    return stack.enter_context(serving(environment, needs.preloaded, folder / "log", steady()))


@contextmanager
def kept_workshop(
    source: Path, variables: Mapping[str, str], early: HookServer | None = None, siblings: Siblings | None = None
) -> Iterator[Backend]:
    """Give a project's backend in a kept environment that holds all it needs to build a wheel."""
    needs = system(source)
    given = {**steady(), **variables}
    with temporary() as folder, ExitStack() as stack:
        log = folder / "log"
        environment = toolchain.kept(needs.requires, source, siblings=siblings)
        if early is None or early.environment != environment:
            early = stack.enter_context(serving(environment, needs.preloaded, log, given))
        backend = Backend(source, replace(early, variables=variables))
        more = set(backend.requires("wheel")) - set(needs.requires)
        if more:
            environment = toolchain.kept([*needs.requires, *more], source, siblings=siblings)
            backend = Backend(source, stack.enter_context(serving(environment, needs.preloaded, log, given)))
        yield backend
