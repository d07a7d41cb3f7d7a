"""One request and its answer, as a fault may handle them: run, changed, withheld or cut off."""

from __future__ import annotations

import re
import socket
import struct
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from gonogo.test_index.digests import CHUNK

if TYPE_CHECKING:
    from gonogo.test_index.server import Handler

CATEGORIES = {
    "upload": r"POST /legacy/",
    "simple": r"(GET|HEAD) /simple/[^/]+/",
    "file": r"(GET|HEAD) /packages/[^/]+",
    "json": r"(GET|HEAD) /pypi/.+/json",
    "mint": r"POST /_/oidc/(github/)?mint-token",
    "provenance": r"(GET|HEAD) /integrity/.+",
    "any": r".*",
}
"""What a fault may stand on: kinds of requests."""


class Readable(Protocol):
    """What bytes are read from."""

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes."""


class Body:
    """A request's body: as many bytes as its length says, read at any pace."""

    def __init__(self, stream: Readable, length: int) -> None:
        """Read `length` bytes of the stream."""
        self._stream = stream
        self.left = length

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes; ConnectionError where the client went away before its end."""
        wanted = self.left if size < 0 else min(size, self.left)
        data = self._stream.read(wanted) if wanted else b""
        if wanted and not data:
            raise ConnectionResetError("the client went away")
        self.left -= len(data)
        return data

    def drain(self, until: int = 0) -> None:
        """Read on and forget, until `until` bytes are left."""
        while self.left > until:
            self.read(min(CHUNK, self.left - until))


@dataclass
class Answer:
    """What is answered: a status line such as `200 OK`, headers, and the body in pieces."""

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
        """Close the body where it is a file."""
        close = getattr(self.body, "close", None)
        if close is not None:
            close()

    def with_body(self, data: bytes) -> Answer:
        """Return the same answer with another body."""
        kept = [(name, value) for name, value in self.headers if name.lower() != "content-length"]
        return Answer(self.status, [*kept, ("Content-Length", str(len(data)))], [data])


class Exchange:
    """One request on its connection."""

    def __init__(self, handler: Handler, environ: dict[str, Any]) -> None:
        """Stand between a connection and the application."""
        self.handler = handler
        self.environ = environ
        self.body = Body(handler.rfile, int(environ.get("CONTENT_LENGTH") or 0))
        self.embedded = handler.server.embedded
        self.environ["wsgi.input"] = self.body

    @property
    def line(self) -> str:
        """Method and path."""
        return f"{self.environ['REQUEST_METHOD']} {self.environ['PATH_INFO']}"

    def belongs_to(self, category: str) -> bool:
        """Return whether the request is of a category."""
        return re.fullmatch(CATEGORIES[category], self.line) is not None

    def run(self) -> Answer:
        """Let the application answer, and return its answer unsent."""
        return run(self.handler.server.app, self.environ)

    def go_on(self) -> None:
        """Answer in the ordinary way."""
        self.send(self.run())

    def send(self, answer: Answer) -> None:
        """Send an answer; what the client still sends is read and forgotten, so that it gets to read."""
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
        """Do nothing for some milliseconds, 0 for ever, or until the test index closes; then end the connection."""
        self.embedded.faults.released.wait(ms / 1000 if ms else None)
        self.handler.close_connection = True


def run(app: Callable[..., Iterable[bytes]], environ: dict[str, Any]) -> Answer:
    """Call a WSGI application and return its answer."""
    answer = Answer("500 Internal Server Error")

    def start_response(status: str, headers: list[tuple[str, str]], _error: object = None) -> None:
        answer.status, answer.headers = status, headers

    answer.body = app(environ, start_response)
    return answer
