"""A token for git reaches one site, by commands that reach a remote, and stands in no file and no argument."""

from __future__ import annotations

import base64
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from gonogo.git import access
from gonogo.git.repository import Git

TOKEN = "ghs_" + "a" * 36


@pytest.fixture
def sites():
    """Two sites on loopback that answer 404, and what git showed to each."""
    seen, servers = {}, []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            seen.setdefault(self.server.server_port, []).append(self.headers.get("Authorization", ""))
            self.send_error(404)

        def log_message(self, *_):
            """Stay silent."""

    for _ in range(2):
        servers.append(HTTPServer(("127.0.0.1", 0), Handler))
        threading.Thread(target=servers[-1].serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield [f"http://127.0.0.1:{one.server_port}" for one in servers], seen
    for one in servers:
        one.shutdown()
        one.server_close()


def test_the_token_reaches_its_site_alone(sample, sites):
    (ours, theirs), seen = sites
    git = Git(sample.folder)
    with access.by_token(ours, TOKEN):
        for site in (ours, theirs):
            git.run("ls-remote", f"{site}/someone/demo.git")
        assert git.run("config", "--list").stdout.count("extraheader") == 0
    git.run("ls-remote", f"{ours}/someone/demo.git")
    basic = base64.b64encode(f"x-access-token:{TOKEN}".encode()).decode()
    by_port = {int(site.rpartition(":")[2]): seen[int(site.rpartition(":")[2])] for site in (ours, theirs)}
    first, second = by_port.values()
    assert first == [f"Basic {basic}", ""]
    assert second == [""]
    assert TOKEN not in (sample.folder / ".git/config").read_text()


def test_without_a_token_nothing_is_given(sample):
    with access.by_token("https://github.com", ""):
        assert access.variables() == {}
    assert access.variables() == {}
