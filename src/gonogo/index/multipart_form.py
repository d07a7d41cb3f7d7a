"""The wire: how an upload leaves, within limits of time, and only if its bytes are the judged ones."""

from __future__ import annotations

import hashlib
import re
import time
from typing import TYPE_CHECKING, Any, Protocol

from requests.adapters import HTTPAdapter
from requests.exceptions import Timeout

if TYPE_CHECKING:
    from requests import PreparedRequest, Response

from gonogo.model.errors import Conflict, GonogoError
from gonogo.model.manifest import Artifact

CONNECT_SECONDS = 15.0
READ_SECONDS = 60.0
TOTAL_SECONDS = 1800.0
REASON_LIMIT = 1 << 14
MARKUP = re.compile(r"<(style|script|title)\b.*?</\1>|<[^>]*>", re.DOTALL)
BOUNDARY = re.compile(r'boundary="?([^";]+)')


class BytesChanged(Conflict):
    text = "{filename} changed after it was judged; its upload was stopped"
    hint_text = "nothing of it is published; build and judge again with: nox -s build check -- --fresh"


class Body(Protocol):
    """What a request sends: read in pieces."""

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        ...  # pragma: no cover


class Watched:
    """A request body that is hashed as it leaves; a wrong byte in the file, its last part, holds back the end."""

    def __init__(self, body: Body, length: int, boundary: str, artifact: Artifact) -> None:
        """Watch a body of `length` bytes that ends with `artifact` and the closing boundary."""
        self.body, self.artifact = body, artifact
        self.end = length - len(f"\r\n--{boundary}--\r\n")
        self.start = self.end - artifact.size
        self.place = 0
        self.hash = hashlib.sha256()
        self.until = time.monotonic() + TOTAL_SECONDS

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes to send; BytesChanged at the end of a file that is not the judged one."""
        if time.monotonic() > self.until:
            raise Timeout(f"not sent within {TOTAL_SECONDS:.0f} s")
        piece = self.body.read(size)
        before, self.place = self.place, self.place + len(piece)
        self.hash.update(piece[max(self.start - before, 0) : max(self.end - before, 0)])
        if self.place >= self.end and self.hash.hexdigest() != self.artifact.sha256:
            raise BytesChanged(filename=self.artifact.filename)
        return piece


class Wire(HTTPAdapter):
    """Sends with time limits and without retries of its own; `artifact` is the file to be sent next."""

    artifact: Artifact

    def __init__(self) -> None:
        super().__init__(max_retries=0)

    def send(self, request: PreparedRequest, **options: Any) -> Response:  # type: ignore[override]
        """Send a request; its body is watched."""
        found = BOUNDARY.search(str(request.headers.get("Content-Type", "")))
        if found and request.method == "POST":
            length = int(request.headers["Content-Length"])
            request.body = Watched(request.body, length, found[1], self.artifact)  # type: ignore[arg-type]
        options["timeout"] = (CONNECT_SECONDS, READ_SECONDS)
        return super().send(request, **options)


def said(response: Response) -> str:
    """Return the reason that an answer gives, in its status line or its body, as one line of plain words."""
    from gonogo.system.http import pieces

    parts: list[bytes] = []
    try:
        parts.extend(pieces(response, "why", REASON_LIMIT, 10.0))
    except (GonogoError, OSError, ValueError, RuntimeError):
        parts.append(b"")
    finally:
        response.close()
    text = MARKUP.sub(" ", b"".join(parts).decode("utf-8", "replace"))
    reason = response.reason or ""
    words = " ".join(text.split())
    return reason if len(reason) > len("Unprocessable Entity") or not words else words
