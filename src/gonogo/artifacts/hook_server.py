"""The hook server: runs in a build environment and calls build hooks, each in a forked child of its own.

Started as a script; it needs the standard library alone, of any Python from 3.8 on. The backend is
imported once, before the first fork, and a child ends after its hook, so that nothing of one hook (the
working directory, modules of the source tree, changed globals) reaches the next. One request is one JSON line
`{"argv", "cwd", "environ", "log"}` on standard input; one answer is one line with the exit status.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import json
import os
import signal
import sys
import time
import traceback
from functools import lru_cache
from importlib import import_module
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn


def preload(backend: str, extra: list[str]) -> None:
    """Import a backend ahead of its hooks, and keep it from the garbage collector; a hook reports one that fails."""
    gc.disable()
    for name in [backend.partition(":")[0], *extra, "glob"]:
        with contextlib.suppress(Exception):
            import_module(name)
    with contextlib.suppress(AttributeError):  # PyPy has none, and needs none
        gc.freeze()


class Script(SourceFileLoader):
    """The script that calls a hook, which is part of gonogo's environment; read and compiled once."""

    get_code = lru_cache(SourceFileLoader.get_code)


@lru_cache
def script(path: str) -> Script:
    """Return a script, compiled."""
    loader = Script("__main__", path)
    loader.get_code("__main__")
    return loader


def call(request: dict[str, Any], hook: Script) -> int:
    """Run one hook to its end in this process and return its exit status."""
    gc.enable()
    os.umask(0o022)
    os.chdir(request["cwd"])
    os.environ.update(request["environ"])
    with Path(request["log"]).open("ab", buffering=0) as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    sys.argv[:] = request["argv"][1:]
    module = sys.modules["__main__"] = ModuleType("__main__")
    module.__file__ = sys.argv[0]
    try:
        hook.exec_module(module)
    except SystemExit as end:
        return said(end.code)
    except BaseException:  # noqa: BLE001 - whatever a backend raises is its failure
        traceback.print_exc()
        return 1
    return 0


def said(code: object) -> int:
    """Return the exit status that `sys.exit(code)` means; a text is printed, as Python does."""
    if code is None or isinstance(code, int):
        return int(code or 0)
    sys.stderr.write(f"{code}\n")
    return 1


def child(request: dict[str, Any]) -> int:
    """Fork, run a hook in the child, and return its exit status."""
    hook = script(request["argv"][1])
    pid = os.fork()
    if not pid:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        code = 1
        try:
            code = call(request, hook)
            atexit._run_exitfuncs()  # noqa: SLF001 - a child that was forked ends without them
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(code)

    def stop(*_: object) -> NoReturn:
        end(pid)
        sys.exit(1)

    signal.signal(signal.SIGTERM, stop)
    _, status = os.waitpid(pid, 0)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    return os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status)


def end(pid: int) -> None:
    """End a child: ask first, then insist; none is left behind."""
    os.kill(pid, signal.SIGTERM)
    for _ in range(40):
        if os.waitpid(pid, os.WNOHANG)[0]:
            return
        time.sleep(0.05)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def main() -> None:
    """Serve requests until standard input ends."""
    here = os.path.realpath(Path(__file__).parent)
    sys.path[:] = [path for path in sys.path if os.path.realpath(path) != here]
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    preload(*json.loads(sys.stdin.readline()))
    for line in iter(sys.stdin.readline, ""):
        answers.write(f"{child(json.loads(line))}\n")
        answers.flush()


if __name__ == "__main__":
    main()
