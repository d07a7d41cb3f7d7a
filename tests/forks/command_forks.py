"""Commands that tests type, in forks of a process that has imported gonogo, Invoke and Nox, and has run nothing.

`run` is the side of the tests: it types `python -m WORDS`, and starts Python as a user does where its variables differ
from those of the process. Started as a script, this is the process that forks: `command_forks.py NUMBER`, with the
number of a socket that listens. A connection brings the folder, the variables, the words and the streams of one
command, and gets its process's number and its exit status. The process ends when its standard input is closed.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import json
import os
import selectors
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

LONGEST = 1 << 17
"""Bytes that hold the folder, the variables and the words of a command."""

MOST = 4096
"""More streams than a process has here."""

OF_THE_START = ("PYTHON", "LC_", "LANG", "LD_")
"""How variables begin that Python reads as it starts."""

IMPORTED = (
    "invoke", "invoke.program", "nox", "nox.tasks", "nox.workflow", "nox.manifest", "nox.sessions", "build", "uuid",
    "platformdirs", "rich.console", "towncrier.build", "stdlib_list", "twine.commands.upload", "twine.commands.check",
    "check_wheel_contents.checker", "readme_renderer.rst", "readme_renderer.markdown", "stamina", "jinja2",
    "check_manifest",
)  # fmt: skip
OWN_PROCESS = ("bump_server", "hook_server", "sandbox", "inspector", "manifest_comparer", "__main__")
"""Modules of gonogo that are no part of its own process."""


@dataclass
class Server:
    """The process that forks: its address, and the variables of its start."""

    stack: contextlib.ExitStack
    address: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)

    def start(self) -> None:
        """Start the process, which ends with the stack."""
        folder = self.stack.enter_context(tempfile.TemporaryDirectory(prefix="commands-"))
        self.address, self.variables = f"{folder}/socket", of_the_start(os.environ)
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listening:
            listening.bind(self.address)
            listening.listen(64)
            argv = [sys.executable, __file__, str(listening.fileno())]
            process = subprocess.Popen(argv, stdin=subprocess.PIPE, pass_fds=[listening.fileno()])
        self.stack.callback(process.communicate)


_servers: list[Server] = []  # the server of this process, started for the first command


def of_the_start(variables: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that Python reads as it starts."""
    return {name: value for name, value in variables.items() if name.startswith(OF_THE_START)}


@contextlib.contextmanager
def serving() -> Iterator[None]:
    """Serve `run` until the end."""
    with contextlib.ExitStack() as stack:
        _servers.append(Server(stack))
        yield
        _servers.clear()


def run(
    words: Sequence[str], cwd: Path, more: Mapping[str, str] | None = None, seconds: int = 600
) -> subprocess.CompletedProcess[str]:
    """Type `python -m WORDS` in a folder, with `more` variables and nothing to read, and return how it ended."""
    argv, env = [sys.executable, "-m", *words], {**os.environ, **(more or {})}
    for server in _servers:
        if not server.address:
            server.start()
    if not _servers or of_the_start(env) != _servers[0].variables:
        streams = {"capture_output": True, "text": True, "stdin": subprocess.DEVNULL}
        return subprocess.run(argv, cwd=cwd, env=env, timeout=seconds, check=False, **streams)
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as alive:
        alive.connect(_servers[0].address)
        alive.settimeout(seconds)
        read = started(alive, json.dumps([str(cwd), env, words]).encode())
        printed = ["", ""]

        def gather(number: int) -> None:
            with os.fdopen(read[number], encoding="utf-8") as stream:
                printed[number] = stream.read()

        readers = [threading.Thread(target=gather, args=(number,), daemon=True) for number in range(2)]
        for reader in readers:
            reader.start()
        code = int(alive.recv(20))
        for reader in readers:
            reader.join(seconds)
    return subprocess.CompletedProcess(argv, code, *printed)


class Comparing:
    """What the reader of the checks uses of `gonogo.system.process`: it compares an sdist in a fork."""

    def __getattr__(self, name: str) -> object:
        from gonogo.system import process

        return getattr(process, name)

    def run(self, argv: Sequence[str], cwd: Path, **words: object) -> object:
        """Run a program, forked where it is the one that compares."""
        from gonogo.system import process

        if not argv[2:] or not argv[2].endswith("manifest_comparer.py"):
            return process.run(argv, cwd, **words)
        done = run(["gonogo.artifacts.manifest_comparer", *argv[3:]], cwd)
        return process.Completed(tuple(argv), done.returncode, done.stdout, done.stderr)


def started(alive: socket.socket, request: bytes) -> list[int]:
    """Send a request, and return the ends of its output to read."""
    pipes = [os.pipe() for _ in range(2)]
    nothing = os.open(os.devnull, os.O_RDONLY)
    theirs = [nothing, *(write for _, write in pipes)]
    socket.send_fds(alive, [request], theirs)
    for stream in theirs:
        os.close(stream)
    return [read for read, _ in pipes]


def preload() -> None:
    """Import what commands import, and run nothing."""
    import pkgutil

    import gonogo

    for found in pkgutil.walk_packages(gonogo.__path__, "gonogo."):
        if found.name.rpartition(".")[2] not in OWN_PROCESS:
            import_module(found.name)
    for name in IMPORTED:
        import_module(name)
    gc.collect()
    gc.freeze()


def serve(request: bytes, streams: list[int]) -> None:
    """Be one command; never return."""
    code: object = 1
    try:
        folder, variables, words = json.loads(request)
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
        os.closerange(3, MOST)
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(variables)
        tempfile.tempdir = None
        sys.path[0] = folder
        sys.argv[:] = ["-m", *words[1:]]
        code = typed(words[0])
        threading._shutdown()  # noqa: SLF001 - what the interpreter does at its end
        atexit._run_exitfuncs()  # noqa: SLF001 - the same
    finally:
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
        os._exit(code if isinstance(code, int) else 1)


def typed(module: str) -> int:
    """Run a module as `python -m` does, and return its exit status."""
    from runpy import run_module

    try:
        run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return int(end.code or 0) & 0xFF
        sys.stderr.write(f"{end.code}\n")
        return 1
    except BaseException:  # noqa: BLE001 - as an interpreter does with what nothing has caught
        sys.excepthook(*sys.exc_info())
        return 1
    return 0


def fork(server: socket.socket, selector: selectors.BaseSelector) -> None:
    """Take a connection, and fork its command."""
    client, _ = server.accept()
    request, streams, _, _ = socket.recv_fds(client, LONGEST, 3)
    pid = os.fork()
    if not pid:
        serve(request, streams)
    for stream in streams:
        os.close(stream)
    selector.register(os.pidfd_open(pid), selectors.EVENT_READ, (pid, client))


def main() -> None:
    """Fork a command for each connection until standard input is closed."""
    preload()
    with socket.socket(fileno=int(sys.argv[1])) as server, selectors.DefaultSelector() as selector:
        selector.register(0, selectors.EVENT_READ)
        selector.register(server, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select():
                if key.fd == 0:
                    return
                if key.fileobj is server:
                    fork(server, selector)
                    continue
                pid, client = key.data
                selector.unregister(key.fd)
                os.close(key.fd)
                client.send(str(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])).encode())
                client.close()


if __name__ == "__main__":
    main()
