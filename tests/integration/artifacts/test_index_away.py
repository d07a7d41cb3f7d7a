"""An index that the installer does not reach says nothing of a release: UNKNOWN, never «does not install».

The kind: absent is not «no». Tried with uv and with pip.
"""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from gonogo.artifacts import environments
from gonogo.model.errors import CouldNotTell
from gonogo.system.process import CommandFailed


@pytest.fixture
def answering():
    """Start an index that answers every request with one status, and return its address."""
    servers = []

    def start(status: int) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *words):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/simple/"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    return environments.create(tmp_path_factory.mktemp("away") / "env")


@pytest.fixture(params=["uv", "pip"])
def installer(request, monkeypatch):
    if request.param == "pip":
        monkeypatch.setattr(environments, "uv_program", lambda: "")
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    monkeypatch.setenv("PIP_RETRIES", "0")


@pytest.mark.parametrize("status", [401, pytest.param(403, marks=pytest.mark.journey), 503])
def test_an_index_that_lets_nobody_in_or_is_away_is_unknown(installer, environment, answering, tmp_path, status):
    with pytest.raises(CouldNotTell):
        environment.install("demo==1.0", "--no-cache-dir", cwd=tmp_path, index=answering(status))


def test_an_index_that_nobody_runs_is_unknown(installer, environment, tmp_path):
    with pytest.raises(CouldNotTell):
        environment.install("demo==1.0", "--no-cache-dir", cwd=tmp_path, index="http://127.0.0.1:9/simple/")


def test_an_index_that_does_not_have_it_is_an_answer(installer, environment, answering, tmp_path):
    with pytest.raises(CommandFailed):
        environment.install("demo==1.0", "--no-cache-dir", cwd=tmp_path, index=answering(404))
