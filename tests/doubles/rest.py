"""What the doubles of forges share: a server on loopback with routes, a token, a log, and scripted faults."""

from __future__ import annotations

import contextlib
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, unquote, urlsplit

Answer = tuple[Any, ...]


@dataclass
class Fault:
    """What goes wrong with the next request whose method and path match; `status` 0 drops the connection."""

    method: str
    path: str
    status: int = 0
    acted: bool = False
    headers: dict[str, str] = field(default_factory=dict)


class Rest(BaseHTTPRequestHandler):
    """A handler; a subclass has ROUTES and `state`, and a method for each route: status, content, headers."""

    protocol_version = "HTTP/1.1"
    ROUTES: tuple[tuple[str, str, str], ...]
    state: Any
    base: str

    def log_message(self, *_: object) -> None:
        """Stay silent."""

    def serve(self) -> None:
        path = urlsplit(self.path).path
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.state.log.append((self.command, path, self.signed()))
        found = (one for one in self.state.faults if one.method == self.command and re.search(one.path, path))
        fault = next(found, None)
        if fault is None:
            return self.reply(*self.handle_route(path, body))
        self.state.faults.remove(fault)
        if fault.acted:
            self.handle_route(path, body)
        if fault.status:
            return self.reply(fault.status, {"message": "scripted"}, fault.headers)
        self.close_connection = True
        return self.connection.close()

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = serve  # noqa: N815 - the names that the base class looks for

    def signed(self) -> str:
        """Return who asks: empty for a stranger."""
        raise NotImplementedError

    def handle_route(self, path: str, body: bytes) -> Answer:
        for method, pattern, name in self.ROUTES:
            match = re.fullmatch(pattern, path)
            if match and method == self.command:
                values = {key: unquote(value) for key, value in match.groupdict().items()}
                return self.refusal(name) or getattr(self, name)(body, **values)
        return 404, {"message": "Not Found"}

    def refusal(self, name: str) -> Answer | None:  # noqa: ARG002 - a subclass asks it
        """Return the answer to who may not ask for a route."""
        who = self.signed()
        if who == "wrong":
            return 401, {"message": "Unauthorized"}
        if not who and self.command != "GET":
            return 401, {"message": "Unauthorized"}
        return (404, {"message": "Not Found"}) if not who and self.state.private else None

    def shown(self, items: list[dict[str, Any]], number: str, key: str = "number") -> Answer:
        """Return the answer with the item of that number."""
        found = next((one for one in items if one[key] == int(number)), None)
        return (200, found) if found else (404, {"message": "Not Found"})

    def changed(self, items: list[dict[str, Any]], number: str, body: bytes, key: str = "number") -> Answer:
        """Return the answer with the item of that number, changed as the body says."""
        status, found = self.shown(items, number, key)
        if status == 200:
            found.update(json.loads(body))
        return status, found

    @property
    def query(self) -> dict[str, str]:
        return {key: values[0] for key, values in parse_qs(urlsplit(self.path).query).items()}

    def reply(self, status: int, content: Any = None, headers: dict[str, str] | None = None) -> None:
        data = content if isinstance(content, bytes) else b"" if content is None else json.dumps(content).encode()
        self.send_response(status)
        kind = "application/octet-stream" if isinstance(content, bytes) else "application/json"
        for key, value in {"Content-Type": kind, **(headers or {}), "Content-Length": str(len(data))}.items():
            self.send_header(key, value)
        self.end_headers()
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.wfile.write(data)


@dataclass(frozen=True)
class Running:
    """A double while it runs: its address, and its state."""

    url: str
    state: Any
    SLUG: ClassVar[str] = "someone/demo"

    @property
    def remote(self) -> str:
        """The address of the repository."""
        return f"{self.url}/{self.SLUG}.git"


@contextlib.contextmanager
def serving(kind: type[Rest], state: Any) -> Iterator[str]:
    """Run a handler on a free port of loopback until the end; yields its address."""
    handler: Any = type("Bound", (kind,), {"state": state})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        handler.base = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield handler.base
        finally:
            server.shutdown()
            thread.join()
