"""One request and its answer on their connection; a fault can run, change, withhold or cut off the answer."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from gonogo.test_index.server import Handler

CHUNK = 1 << 20  # bytes that are read at a time


class Readable(Protocol):
    """What bytes are read from."""

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes."""


class Body:
    """A request's body: as many bytes as its length says, read at any pace."""

    def __init__(self, stream: Readable, length: int) -> None:
        self._stream = stream
        self.left = length

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes; ConnectionError if the client disconnects before its end."""
        wanted = self.left if size < 0 else min(size, self.left)
        data = self._stream.read(wanted) if wanted else b""
        if wanted and not data:
            raise ConnectionResetError("the client disconnected")
        self.left -= len(data)
        return data

    def drain(self, until: int = 0) -> None:
        """Read and discard bytes, until `until` bytes are left."""
        while self.left > until:
            self.read(min(CHUNK, self.left - until))


@dataclass
class Answer:
    """An answer: a status line such as `200 OK`, headers, and the body in pieces."""

    status: str
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: Iterable[bytes] = ()

    @property
    def code(self) -> int:
        """The status as a number."""
        return int(self.status[:3])

    def whole(self) -> bytes:
        """Return the body in one piece, and close it."""
        data = b"".join(self.body)
        self.close()
        return data

    def close(self) -> None:
        """Close the body if it is a file."""
        close = getattr(self.body, "close", None)
        if close is not None:
            close()

    def with_body(self, data: bytes) -> Answer:
        """Return the same answer with another body."""
        return self.with_header("Content-Length", str(len(data)), [data])

    def with_header(self, name: str, value: str, body: Iterable[bytes] | None = None) -> Answer:
        """Return the same answer with another value of one header."""
        others = [(key, kept) for key, kept in self.headers if key.lower() != name.lower()]
        return Answer(self.status, [*others, (name, value)], self.body if body is None else body)


class Call:
    """One request on its connection."""

    def __init__(self, handler: Handler, environ: dict[str, Any]) -> None:
        self.handler = handler
        self.environ = environ
        self.body = Body(handler.rfile, int(environ.get("CONTENT_LENGTH") or 0))
        self.embedded = handler.server.embedded
        self.environ["wsgi.input"] = self.body

    @property
    def path(self) -> str:
        """The path of the request."""
        return str(self.environ["PATH_INFO"])

    def run(self) -> Answer:
        """Let the application answer, and return its answer unsent."""
        answer = Answer("500 Internal Server Error")

        def start_response(status: str, headers: list[tuple[str, str]], _error: object = None) -> None:
            answer.status, answer.headers = status, headers

        answer.body = self.handler.server.app(self.environ, start_response)
        return answer

    def proceed(self) -> None:
        """Answer in the ordinary way."""
        self.send(self.run())

    def store(self) -> None:
        """Let the application do its work, and discard its answer."""
        self.run().close()
        self.body.drain()

    def send(self, answer: Answer) -> None:
        """Send an answer; discard what the client still sends, so that the client can read the answer."""
        try:
            self.handler.send(answer)
            self.body.drain()
        finally:
            answer.close()

    def raw(self, data: bytes) -> None:
        """Send bytes as they are, and end the connection."""
        self.handler.wfile.write(data)
        self.handler.wfile.flush()
        self.handler.close_connection = True

    def reset(self) -> None:
        """End the connection with a reset."""
        self.handler.close_connection = True
        with socket.socket(fileno=self.handler.connection.detach()) as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def wait(self, ms: int = 0) -> None:
        """Wait some milliseconds (0: without limit) or until the index closes; then end the connection."""
        self.embedded.faults.released.wait(ms / 1000 if ms else None)
        self.handler.close_connection = True
