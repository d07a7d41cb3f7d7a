"""Lookups of one command: git stays open to say what a name stands for now, and what does not change is asked once."""

from __future__ import annotations

import os
import select
import subprocess
import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from gonogo.system import process

Value = TypeVar("Value")

STREAMS = {"stdin": subprocess.PIPE, "stderr": subprocess.DEVNULL, "errors": "surrogateescape"}


class Lookups:
    """What one command keeps open and keeps in mind; a phase ends with each write of ours."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.settings: dict[Hashable, Any] = {}
        self.phase: dict[Hashable, Any] = {}
        self._children: dict[Hashable, subprocess.Popen[str]] = {}
        self._lock = threading.Lock()
        self._ended = False

    def id_of(self, root: Path, name: str, start: Callable[[], subprocess.Popen[str]]) -> str | None:
        """Return the object id that a name stands for now, empty for none; None where the open git does not answer."""
        with self._lock:
            if self._ended:
                return None
            folder = root.stat()
            place = (root, folder.st_dev, folder.st_ino)
            child = self._children.pop(place, None) or start()
            line = ""
            try:
                line = answer(child, name)
            finally:
                if line.endswith("\n"):
                    self._children[place] = child
                else:
                    process.end(child)
        return ("" if " " in line else line.rstrip("\n")) if line else None

    def end(self) -> None:
        """End every git that is open; it reads alone, so that nothing is left behind."""
        with self._lock:
            self._ended = True
            for child in self._children.values():
                child.kill()
            for child in self._children.values():
                process.end(child)


def answer(child: subprocess.Popen[str], name: str) -> str:
    """Return the line that an open git says of a name; empty where it has ended, CommandTimedOut where it is silent."""
    if child.stdin is None or child.stdout is None:
        return ""
    try:
        child.stdin.write(f"{name}\n")
        child.stdin.flush()
    except BrokenPipeError:
        return ""
    poll = select.poll()
    poll.register(child.stdout, select.POLLIN)
    if not poll.poll(process.TIME_LIMIT * 1000):
        raise process.CommandTimedOut(command="git cat-file", seconds=round(process.TIME_LIMIT))
    return child.stdout.readline()


_open: list[Lookups] = []
"""The lookups of the command that runs, none outside of one."""

os.register_at_fork(after_in_child=_open.clear)


@contextmanager
def one_command() -> Iterator[None]:
    """Keep lookups until the end of a command; inside of one, nothing more happens."""
    if _open:
        yield
        return
    _open.append(Lookups())
    try:
        yield
    finally:
        _open.pop().end()


def id_of(root: Path, name: str, git: list[str], variables: Callable[[], dict[str, str]]) -> str | None:
    """Return the object id of a name as Lookups does; None outside of a command, and for a name that is no line."""
    current = next(iter(_open), None)
    if current is None or not name.isprintable() or not root.is_dir():
        return None
    argv = [*git, "cat-file", "--batch-check=%(objectname)"]
    return current.id_of(root, name, lambda: process.started(argv, root, variables(), **STREAMS))


def in_command(key: Hashable, make: Callable[[], Value]) -> Value:
    """Return what is made once in a command, such as what settings say."""
    return kept([one.settings for one in _open], key, make)


def in_phase(key: Hashable, make: Callable[[], Value]) -> Value:
    """Return what is made once in a phase, which our next write, or the next step of a release, ends."""
    return kept([one.phase for one in _open], key, make)


def kept(values: list[dict[Hashable, Any]], key: Hashable, make: Callable[[], Value]) -> Value:
    """Return a kept value, made where there is none; one that was begun in a phase that has ended is kept in that."""
    found: Value
    for one in values:
        found = one[key] if key in one else one.setdefault(key, make())
        return found
    return make()


def new_phase() -> None:
    """Begin a phase: refs are read anew."""
    for one in _open:
        one.phase = {}


@contextmanager
def writing() -> Iterator[None]:
    """Begin a phase when a write of ours has ended, well or not."""
    try:
        yield
    finally:
        new_phase()


def forget() -> None:
    """Keep nothing of what was read: a program of the user's has run, which may have changed anything."""
    for one in _open:
        one.phase, one.settings = {}, {}
