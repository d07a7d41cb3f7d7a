"""The test index's server: HTTP/1.1 on loopback, a thread a connection, connections kept alive."""

from __future__ import annotations

import socket
import socketserver
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from gonogo.test_index.connection import Answer, Exchange
from gonogo.test_index.faults import act

if TYPE_CHECKING:
    from gonogo.test_index.embedded import EmbeddedIndex

LOOPBACK = "127.0.0.1"


class Handler(WSGIRequestHandler):
    """One connection and its requests, one after the other."""

    protocol_version = "HTTP/1.1"
    server_version = "gonogo-test-index"
    wbufsize = 1 << 16
    disable_nagle_algorithm = True
    server: Server

    def handle(self) -> None:
        """Serve requests until one side ends the connection."""
        self.close_connection = True
        self.handle_one_request()
        while not self.close_connection:
            self.handle_one_request()

    def serve(self) -> None:
        """Serve one request, with the fault that is due, if any."""
        environ = self._environ()
        self.number = self.server.embedded.log.arrived(self.command, environ["PATH_INFO"])
        if self._is_unmeasured():
            self.close_connection = True
            self.send(Answer("411 Length Required", [("Content-Length", "0")]))
            return
        exchange = Exchange(self, environ)
        fault = self.server.embedded.faults.due(exchange)
        if fault is None:
            exchange.go_on()
        else:
            act(fault, exchange)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_OPTIONS = do_PATCH = serve  # noqa: N815 - http.server's names

    def _is_unmeasured(self) -> bool:
        length = self.headers.get("Content-Length", "0")
        return "Transfer-Encoding" in self.headers or not (length.isascii() and length.isdigit())

    def _environ(self) -> dict[str, Any]:
        added = {
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        return {**self.get_environ(), **added}

    def send(self, answer: Answer) -> None:
        """Send an answer; without a length, its end is the connection's end."""
        names = {name.lower() for name, _ in answer.headers}
        self.send_response_only(answer.code, answer.status[4:])
        for name, value in answer.headers:
            self.send_header(name, value)
        if "content-length" not in names and answer.code not in {204, 304}:
            self.close_connection = True
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.server.embedded.log.answered(self.number, answer.code)
        self._send_body(answer.body)

    def _send_body(self, body: Iterable[bytes]) -> None:
        if self.command != "HEAD":
            for piece in body:
                self.wfile.write(piece)
        self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - http.server's name
        """Say nothing: the test index's log has it."""


class Server(socketserver.ThreadingMixIn, WSGIServer):
    """The listening side."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    allow_reuse_address = True

    def __init__(self, embedded: EmbeddedIndex, app: Callable[..., Iterable[bytes]]) -> None:
        """Listen on a free port of loopback."""
        self.embedded = embedded
        self.app = app
        self._open: set[socket.socket] = set()
        super().__init__((LOOPBACK, 0), Handler)

    def server_bind(self) -> None:
        """Bind without asking any name service who we are."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = LOOPBACK, self.server_address[1]
        self.setup_environ()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Note the connection and hand it to a thread."""
        self._open.add(request)
        super().process_request(request, client_address)

    def close_request(self, request: Any) -> None:
        """Forget a connection that ends."""
        self._open.discard(request)
        super().close_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that went away; anything else is a bug and is shown."""
        if not isinstance(sys.exc_info()[1], (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)

    def end_connections(self) -> None:
        """End what is still open."""
        for connection in list(self._open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
