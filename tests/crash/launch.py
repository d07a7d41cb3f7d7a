"""Run gonogo's program as `python -m invoke` does, and kill its process group before its N-th act on the system.

Usage: launch.py N RECORD WORDS...; with a negative N the process alone is killed, and its children live on.
An act is a rename, link, removal, new folder, file opened for writing, new
process or connection. With N = 0 nobody is killed, and the acts are written to the file RECORD.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
from pathlib import Path

FILES = ("os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "os.truncate")
ACTS = frozenset({*FILES, "subprocess.Popen", "socket.connect"})
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def is_act(event: str, args: tuple[object, ...]) -> bool:
    """Return whether an audit event is an act outside of the process."""
    if event == "open":
        return isinstance(args[2], int) and bool(args[2] & WRITING) and args[0] != os.devnull
    return event in ACTS


def main() -> None:
    """Count acts, and kill before the N-th."""
    fatal, record, words = int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]
    seen: list[str] = []

    def hook(event: str, args: tuple[object, ...]) -> None:
        if not is_act(event, args):
            return
        seen.append(f"{event} {args[0]!r}")
        if len(seen) == abs(fatal):
            os.kill(0 if fatal > 0 else os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    sys.argv = ["invoke", *words]
    try:
        runpy.run_module("invoke", run_name="__main__", alter_sys=True)
    finally:
        if not fatal:
            lines = list(seen)
            record.write_text("\n".join(lines))


if __name__ == "__main__":
    main()
