"""Children: the programs that run for this process now, so that a signal can end them with it."""

import os
import signal
import subprocess
import time
from contextlib import suppress
from typing import IO, cast

GRACE_SECONDS = 5.0  # how long a program may take to end once it was asked to
BEAT = 0.01

_running: dict[int, subprocess.Popen[str]] = {}


def known(child: subprocess.Popen[str]) -> subprocess.Popen[str]:
    """Take note of a program that was started, and return it; those that have ended are forgotten."""
    for pid, one in list(_running.items()):
        if one.returncode is not None:
            _running.pop(pid, None)
    _running[child.pid] = child
    return child


def pipes(child: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    """Return the pipes to and from a program that was started with both."""
    return cast("IO[str]", child.stdin), cast("IO[str]", child.stdout)


def end_all() -> None:
    """Ask every program that still runs to end, later insist; git then removes its locks. Handlers may call it."""
    waiting = {pid for pid, one in list(_running.items()) if one.returncode is None and signalled(pid, signal.SIGTERM)}
    deadline = time.monotonic() + GRACE_SECONDS
    while waiting and time.monotonic() < deadline:
        waiting = {pid for pid in waiting if alive(pid)}
        time.sleep(BEAT if waiting else 0)
    for pid in waiting:
        signalled(pid, signal.SIGKILL)


def signalled(pid: int, number: int) -> bool:
    """Send a signal; return whether the process was there to take it."""
    with suppress(ProcessLookupError):
        os.kill(pid, number)
        return True
    return False


def alive(pid: int) -> bool:
    """Return whether a child still runs; one that has ended is reaped."""
    try:
        return os.waitpid(pid, os.WNOHANG) == (0, 0)
    except ChildProcessError:
        return False
