"""An index of its own for each release, and the sample that publishes to it."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gonogo.system.pip_settings import configured_index
from gonogo.test_index import open_index
from gonogo.test_index.server import LOOPBACK, Server

sys.path.insert(0, str(Path(__file__).parent))

from places import Location


@pytest.fixture(scope="session")
def port() -> Iterator[int]:
    """A port of loopback that nobody else is given: the address of the index is in the commits of a sample."""
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind((LOOPBACK, 0))
        yield held.getsockname()[1]


@pytest.fixture
def embedded(tmp_path, monkeypatch, port):
    bind = Server.server_bind

    def bind_there(server: Server) -> None:
        server.server_address = (LOOPBACK, port)
        bind(server)

    with monkeypatch.context() as patch:
        patch.setattr(Server, "server_bind", bind_there)
        opened = open_index(tmp_path / "index", fallback=configured_index())
    with opened:
        monkeypatch.setenv("GONOGO_TOKEN_LOCAL", opened.token)
        yield opened


@pytest.fixture
def here(sample, embedded) -> Location:
    """The sample, which publishes from here to a test index."""
    settings = f"""
        [tool.gonogo]
        publish = "here"
        index = "local"

        [tool.gonogo.indexes.local]
        upload = "{embedded.index.upload_url}"
        simple = "{embedded.index.simple_url}"
        """
    sample.once(settings, lambda: sample.settings(settings))
    return Location(sample.folder)
