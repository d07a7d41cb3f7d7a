"""What a process does that forks a server for each connection; the scripts beside it run this file to use it."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import sys
from collections.abc import Callable


def reap(*_: object) -> None:
    """Forget the children that have ended; the processor time that they took is counted."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def fork_each(number: str, serve: Callable[[socket.socket], None]) -> None:
    """Fork a child that serves each connection to a socket, by its number, until standard input is closed."""
    signal.signal(signal.SIGCHLD, reap)
    with socket.socket(fileno=int(number)) as server:
        while server in select.select([server, 0], [], [])[0]:
            client, _ = server.accept()
            pid = os.fork()
            if not pid:
                server.close()
                be(serve, client)
            client.send(str(pid).encode())
            client.close()


def be(serve: Callable[[socket.socket], None], client: socket.socket) -> None:
    """Be the server of one client, and end as an interpreter does; never return."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    try:
        serve(client)
    except BaseException:  # noqa: BLE001 - as an interpreter does with what nothing has caught
        sys.excepthook(*sys.exc_info())
    finally:
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(0)
