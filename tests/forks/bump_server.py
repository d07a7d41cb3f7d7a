"""A process that has imported bump-my-version once, and forks a child of it for each start of the bump server.

`forks` is the side of the tests: what it gives stands in for the start of a bump server. Started as a script, this is
the process that forks: `bump_server.py NUMBER FOLDER`, with the number of a socket that listens, and the folder that
holds the package gonogo. A connection brings the three standard streams of one bump server, and is closed when that
ends. The process ends when its standard input is closed.
"""

from __future__ import annotations

import contextlib
import gc
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path


@contextlib.contextmanager
def forks(source: Path) -> Iterator[Callable[[], object]]:
    """Give what starts a bump server of the package gonogo in the folder `source`."""
    from forks.hook_forks import Forked
    from gonogo.system.children import known

    with tempfile.TemporaryDirectory(prefix="forks-") as folder:
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listening:
            listening.bind(f"{folder}/socket")
            listening.listen(64)
            argv = [sys.executable, "-I", __file__, str(listening.fileno()), str(source)]
            server = subprocess.Popen(argv, stdin=subprocess.PIPE, pass_fds=[listening.fileno()])
        yield lambda: known(Forked(f"{folder}/socket", b"."))
        server.communicate()


def serve(client: socket.socket) -> None:
    """Be the bump server of one client; never return."""
    from gonogo.project import bump_server

    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    try:
        _, streams, _, _ = socket.recv_fds(client, 1, 3)
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
            os.close(stream)
        bump_server.serve()
    except BaseException:  # noqa: BLE001 - as an interpreter does with what nothing has caught
        sys.excepthook(*sys.exc_info())
    finally:
        with contextlib.suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(0)


def reap(*_: object) -> None:
    """Forget the children that have ended; the processor time that they took is counted."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def main() -> None:
    """Fork a child for each connection until standard input is closed."""
    number, folder = sys.argv[1:]
    sys.path.append(folder)
    import gonogo.project.bump_server

    assert gonogo.project.bump_server
    gc.disable()
    signal.signal(signal.SIGCHLD, reap)
    with socket.socket(fileno=int(number)) as server:
        while server in select.select([server, 0], [], [])[0]:
            client, _ = server.accept()
            pid = os.fork()
            if not pid:
                server.close()
                serve(client)
            client.send(str(pid).encode())
            client.close()


if __name__ == "__main__":
    main()
