"""An embedded index at an address that stays the same for every test of a process, so that settings may hold it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gonogo.system.pip_settings import configured_index
from gonogo.test_index import EmbeddedIndex, open_index
from gonogo.test_index.server import LOOPBACK, Server


@contextmanager
def kept_port() -> Iterator[int]:
    """Give a port of loopback that nobody else is given."""
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind((LOOPBACK, 0))
        yield held.getsockname()[1]


def open_at(port: int, folder: Path) -> EmbeddedIndex:
    """Open an index at a port."""
    bind = Server.server_bind

    def bind_there(server: Server) -> None:
        server.server_address = (LOOPBACK, port)
        bind(server)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Server, "server_bind", bind_there)
        return open_index(folder, fallback=configured_index())
