"""Hook servers that are forked from a process which has imported their build backend already, one for a toolchain.

`forks` is the side of the tests: what it gives stands in for `serving`. Started as a script, this is the process that
forks: `hook_forks.py NUMBER SCRIPT WORDS`, with the number of a socket that listens, the path of the hook server, and
what that is to import. A connection brings the folder, the variables and the streams of one hook server, and is
closed when that ends. The process ends when its standard input is closed.
"""

from __future__ import annotations

import contextlib
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
from functools import partial
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

LONGEST = 1 << 17
"""Bytes that hold the folder and the variables of a hook server."""


class Forked:
    """A server that another process has forked, with what is used of `subprocess.Popen`."""

    def __init__(self, address: str, words: bytes) -> None:
        self.returncode = None
        theirs, ours = zip(os.pipe(), *(os.pipe()[::-1] for _ in range(2)), strict=True)
        self.stdin = os.fdopen(ours[0], "w", encoding="utf-8")
        self.stdout, self.stderr = (os.fdopen(one, encoding="utf-8") for one in ours[1:])
        self.alive = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.alive.connect(address)
        socket.send_fds(self.alive, [words], theirs)
        for stream in theirs:
            os.close(stream)
        self._pid = 0

    @property
    def pid(self) -> int:
        self._pid = self._pid or int(self.alive.recv(20))
        return self._pid

    def wait(self, timeout: float | None = None) -> None:
        assert self.pid
        if self.returncode is None:
            if not select.select([self.alive], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("hook server", timeout or 0)
            self.alive.close()
            self.returncode = 0

    def communicate(self) -> tuple[str, str]:
        """Return what is left of its output when it has ended; nothing for the second time."""
        with contextlib.suppress(BrokenPipeError):
            self.stdin.close()
        said = ["" if stream.closed else stream.read() for stream in (self.stdout, self.stderr)]
        self.stdout.close()
        self.stderr.close()
        self.wait()
        return said[0], said[1]

    def terminate(self) -> None:
        self._send(signal.SIGTERM)

    def kill(self) -> None:
        self._send(signal.SIGKILL)

    def _send(self, number: int) -> None:
        if self.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)


class Preloaded:
    """A process that has imported a backend in its toolchain, and forks."""

    def __init__(self, environment, backend: str, address: str, stack: contextlib.ExitStack) -> None:
        from gonogo.artifacts import backend as real
        from gonogo.artifacts import hook_server

        self.address = address
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listening:
            listening.bind(self.address)
            listening.listen(64)
            number = listening.fileno()
            words = json.dumps([backend, real.MODULES.get(backend, ())])
            argv = [str(environment.python), "-B", __file__, str(number), hook_server.__file__, words]
            variables = environment.variables(real.steady())
            self.process = subprocess.Popen(
                argv, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, pass_fds=[number], env=variables
            )
        stack.callback(self.process.communicate)


@contextlib.contextmanager
def forks(home: Path):
    """Give what stands in for `serving` and for `copy` of kept environments.

    The one forks where a toolchain below `home`, or a copy of it, has a backend to import ahead.
    """
    from gonogo.artifacts import backend as real
    from gonogo.artifacts import kept_environments
    from gonogo.system.children import known

    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="hooks-"))
        preloaded: dict[tuple[Path, str], Preloaded] = {}
        origins = {}
        really_copy = kept_environments.copy

        def copy(environment, folder, *words):
            origins[folder] = environment
            return really_copy(environment, folder, *words)

        @contextlib.contextmanager
        def serving(environment, backend, log, variables):
            origin = origins.get(environment.folder, environment)
            if not backend or home not in origin.folder.parents:
                with real.serving(environment, backend, log, variables) as server:
                    yield server
                return
            key = origin.folder, backend
            if key not in preloaded:
                preloaded[key] = Preloaded(origin, backend, f"{folder}/{len(preloaded)}", stack)
            moved = [str(origin.folder), str(environment.folder)]
            words = json.dumps([str(log.parent), environment.variables(variables), moved]).encode()
            child = known(Forked(preloaded[key].address, words))
            child.stdin.write(json.dumps(["os", []]) + "\n")
            child.stdin.flush()
            try:
                yield real.HookServer(child, environment, log)
            finally:
                real.stop(child)
                child.stderr.close()

        yield serving, copy


def move(old: str, new: str) -> None:
    """Be in a copy of the environment in which this process was started."""
    sys.path[:] = [one.replace(old, new, 1) if one.startswith(old) else one for one in sys.path]
    sys.prefix = sys.exec_prefix = sys.prefix.replace(old, new, 1)
    sys.executable = sys.executable.replace(old, new, 1)


def serve(hook_server, client: socket.socket) -> None:
    """Be the hook server of one client."""
    content, streams, _, _ = socket.recv_fds(client, LONGEST, 3)
    folder, variables, moved = json.loads(content)
    for number, stream in enumerate(streams[:2]):
        os.dup2(stream, number)
    for stream in streams:
        os.close(stream)
    move(*moved)
    os.environ.clear()
    os.environ.update(variables)
    os.chdir(folder)
    hook_server.main()


def main() -> None:
    """Import a build backend, and fork."""
    number, path, words = sys.argv[1:]
    del sys.path[0]
    spec = spec_from_file_location("hook_server", path)
    hook_server = module_from_spec(spec)
    spec.loader.exec_module(hook_server)
    hook_server.preload(*json.loads(words))
    fork_each = runpy.run_path(str(Path(__file__).with_name("forking.py")))["fork_each"]
    fork_each(number, partial(serve, hook_server))


if __name__ == "__main__":
    main()
