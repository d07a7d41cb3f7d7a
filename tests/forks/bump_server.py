"""A process that has imported bump-my-version once, and forks a child of it for each start of the bump server.

Usage: bump_server.py NUMBER FOLDER: the number of an open socket that listens, and the folder that holds the
package gonogo. A client sends its three standard streams over the socket (`CLIENT`) and lives as long as its
connection: killed, it takes its child with it. The process ends when its standard input is closed.
"""

from __future__ import annotations

import contextlib
import gc
import os
import selectors
import signal
import socket
import sys
from dataclasses import dataclass

CLIENT = (
    "import _socket as s, array, os; own = s.socket(s.AF_UNIX); own.connect({socket!r}); "
    "own.sendmsg([b'.'], [(s.SOL_SOCKET, s.SCM_RIGHTS, array.array('i', [0, 1, 2]))]); "
    "[os.close(one) for one in (0, 1, 2)]; own.recv(1); os._exit(0)"
)


MOST = 4096
"""More streams than a process has here."""


def serve(streams: list[int], alive: int) -> None:
    """Serve one client from its streams, with nothing else open but what says that it is alive; never return."""
    from gonogo.project import bump_server

    try:
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
        os.closerange(3, alive)
        os.closerange(alive + 1, MOST)
        bump_server.serve()
    except BaseException:  # noqa: BLE001 - as an interpreter does with what nothing has caught
        sys.excepthook(*sys.exc_info())
    finally:
        with contextlib.suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(0)


@dataclass(frozen=True)
class Child:
    """A forked child: its process, its client, and a pipe that ends with it."""

    pid: int
    client: socket.socket
    alive: int

    def kill(self) -> None:
        """End the child, whose client is gone."""
        os.kill(self.pid, signal.SIGKILL)

    def bury(self) -> None:
        """Forget the child, which has ended, and let its client end."""
        os.waitpid(self.pid, 0)
        os.close(self.alive)
        self.client.close()


def forked(server: socket.socket) -> Child:
    """Take a connection, and fork its child."""
    client, _ = server.accept()
    _, streams, _, _ = socket.recv_fds(client, 1, 3)
    ended, alive = os.pipe()
    pid = os.fork()
    if not pid:
        serve(streams, alive)
    for stream in (*streams, alive):
        os.close(stream)
    return Child(pid, client, ended)


def main() -> None:
    """Fork a child for each connection until standard input is closed."""
    number, folder = sys.argv[1:]
    sys.path.append(folder)
    import gonogo.project.bump_server

    assert gonogo.project.bump_server
    gc.disable()
    with socket.socket(fileno=int(number)) as server, selectors.DefaultSelector() as selector:
        selector.register(server, selectors.EVENT_READ)
        selector.register(0, selectors.EVENT_READ)
        while True:
            key, _ = selector.select()[0]
            if key.fd == 0:
                return
            if key.fileobj is server:
                one = forked(server)
                selector.register(one.client, selectors.EVENT_READ, one)
                selector.register(one.alive, selectors.EVENT_READ, one)
            elif key.fileobj is key.data.client:
                selector.unregister(key.fileobj)
                key.data.kill()
            else:
                selector.unregister(key.fileobj)
                with contextlib.suppress(KeyError):
                    selector.unregister(key.data.client)
                key.data.bury()


if __name__ == "__main__":
    main()
