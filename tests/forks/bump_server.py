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
import runpy
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
    """Be the bump server of one client."""
    from gonogo.project import bump_server

    _, streams, _, _ = socket.recv_fds(client, 1, 3)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    bump_server.serve()


def main() -> None:
    """Import bump-my-version, and fork."""
    number, folder = sys.argv[1:]
    sys.path.append(folder)
    import gonogo.project.bump_server

    assert gonogo.project.bump_server
    gc.disable()
    runpy.run_path(str(Path(__file__).with_name("forking.py")))["fork_each"](number, serve)


if __name__ == "__main__":
    main()
