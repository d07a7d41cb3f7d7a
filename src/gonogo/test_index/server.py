"""The HTTP server of the test index: HTTP/1.1 on loopback, one thread for each connection, and its request log."""

from __future__ import annotations

import socket
import socketserver
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from gonogo.test_index.connection import Answer, Call
from gonogo.test_index.faults import KINDS

if TYPE_CHECKING:
    from gonogo.test_index.embedded import EmbeddedIndex

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Request:
    """One request: its method, its path without the query, and the status of the answer (0: no answer)."""

    method: str
    path: str
    status: int = 0


class Log:
    """The requests so far; safe to use from many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: list[Request] = []

    def arrived(self, method: str, path: str) -> int:
        """Record a request and return its number."""
        with self._lock:
            self._requests.append(Request(method, path))
            return len(self._requests) - 1

    def answered(self, number: int, status: int) -> None:
        """Record the status that request `number` was answered with."""
        with self._lock:
            self._requests[number] = replace(self._requests[number], status=status)

    @property
    def requests(self) -> list[Request]:
        """The requests so far, as a copy."""
        with self._lock:
            return list(self._requests)


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
        call = Call(self, environ)
        fault = self.server.embedded.faults.due(call)
        if fault is None:
            call.proceed()
        else:
            KINDS[fault.kind].act(call, fault)

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
        """Send an answer; one without a length ends with its connection."""
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
        """Print nothing: the log of the test index has it."""


class Server(socketserver.ThreadingMixIn, WSGIServer):
    """The listening side."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    allow_reuse_address = True

    def __init__(self, embedded: EmbeddedIndex, app: Callable[..., Iterable[bytes]]) -> None:
        self.embedded = embedded
        self.app = app
        self._open: set[socket.socket] = set()
        super().__init__((LOOPBACK, 0), Handler)

    def server_bind(self) -> None:
        """Bind without a look-up of the host's name."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = LOOPBACK, self.server_address[1]
        self.setup_environ()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Register the connection and serve it in a thread."""
        self._open.add(request)
        super().process_request(request, client_address)

    def close_request(self, request: Any) -> None:
        """Forget a connection that ends."""
        self._open.discard(request)
        super().close_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore clients that disconnect; anything else is a bug and is shown."""
        if not isinstance(sys.exc_info()[1], (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)

    def end_connections(self) -> None:
        """End the connections that are still open."""
        for connection in list(self._open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
