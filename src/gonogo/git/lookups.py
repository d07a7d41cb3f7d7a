"""Lookups of one command: a git stays open that says what a name stands for now, and what lasts is asked once."""

import os
import select
import subprocess
import threading
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from gonogo.system import process
from gonogo.system.children import pipes

Value = TypeVar("Value")


@dataclass(eq=False)
class Lookups:
    """What one command keeps: the open gits, by folder; what settings say; and refs, for as long as a phase."""

    children: dict[Hashable, subprocess.Popen[str]] = field(default_factory=dict)
    lasting: dict[Hashable, Any] = field(default_factory=dict)
    phase: dict[Hashable, Any] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


_command: list[Lookups] = []  # the lookups of the command that runs; none outside of one, and in a fork

os.register_at_fork(after_in_child=_command.clear)


@contextmanager
def one_command() -> Iterator[None]:
    """Keep lookups until the end of a command, inside of another until the end of that."""
    if _command:
        yield
        return
    _command.append(Lookups())
    try:
        yield
    finally:
        one = _command.pop()
        with one.lock:
            for child in one.children.values():
                process.end(child)


def id_of(root: Path, name: str, git: Sequence[str], variables: Callable[[], dict[str, str]]) -> str | None:
    """Return the object id that a name stands for now, empty for none; None where no open git can answer.

    One that was killed answers nothing, and another is opened for the next name.
    """
    for one in _command if name.isprintable() and root.is_dir() else ():
        with one.lock:
            place = (root, root.stat().st_dev, root.stat().st_ino)
            child = one.children.pop(place, None) or opened(root, git, variables())
            line = ""
            try:
                line = answer(child, name)
            finally:
                if line and one in _command:
                    one.children[place] = child
                else:
                    process.end(child)
        return ("" if " " in line else line.rstrip("\n")) if line else None
    return None


def opened(root: Path, git: Sequence[str], variables: dict[str, str]) -> subprocess.Popen[str]:
    """Start a git that says one line of each name that it is given: an object id, or the name and what is wrong."""
    streams = {"stdin": subprocess.PIPE, "stderr": subprocess.DEVNULL, "errors": "surrogateescape"}
    return process.started([*git, "cat-file", "--batch-check=%(objectname)"], root, variables, **streams)


def answer(child: subprocess.Popen[str], name: str) -> str:
    """Return what an open git says of a name; nothing where it has ended. CommandTimedOut where it is silent."""
    stdin, stdout = pipes(child)
    try:
        stdin.write(f"{name}\n")
        stdin.flush()
    except BrokenPipeError:
        return ""
    poll = select.poll()
    poll.register(stdout, select.POLLIN)
    if not poll.poll(process.TIME_LIMIT * 1000):
        raise process.CommandTimedOut(command="git cat-file", seconds=round(process.TIME_LIMIT))
    return stdout.readline()


def current() -> Lookups:
    """Return the lookups of the command that runs; outside of one, some that nobody else sees."""
    return next(iter(_command), None) or Lookups()


def in_command(key: Hashable, make: Callable[[], Value]) -> Value:
    """Return what is made once in a command, such as what settings say."""
    return kept(current().lasting, key, make)


def in_phase(key: Hashable, make: Callable[[], Value]) -> Value:
    """Return what is made once in a phase: until we write, and until the next step of a release."""
    return kept(current().phase, key, make)


def kept(memory: dict[Hashable, Any], key: Hashable, make: Callable[[], Value]) -> Value:
    """Return a value that is kept, or made and kept."""
    if key not in memory:
        memory[key] = make()
    found: Value = memory[key]
    return found


def new_phase() -> None:
    """Begin a phase: refs are read anew. A look that began before is kept in the phase in which it began."""
    current().phase = {}


def forget() -> None:
    """Read everything anew: a program of the user's has run, and may have changed anything."""
    one = current()
    one.phase, one.lasting = {}, {}
