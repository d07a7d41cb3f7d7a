"""Fetching over HTTP: one GET, with a limit for the time of the whole, of each read, and for the size."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

if TYPE_CHECKING:
    from requests import Response

from gonogo.model.errors import CouldNotTell
from gonogo.system.activity import waiting
from gonogo.system.address import reach

CONNECT_SECONDS = 10.0
READ_SECONDS = 20.0
REDIRECTS = 3
PIECE = 1 << 16


@dataclass(frozen=True)
class Answer:
    """A whole answer: 200 with its body, or 404."""

    status: int
    url: str
    kind: str
    body: bytes


def get(address: str, what: str, *, headers: Mapping[str, str], limit: int, seconds: float) -> Answer:
    """Return the answer to a GET on one host, within `limit` bytes; CouldNotTell says `what` for anything else."""
    with opened(address, what, headers, strict=True) as response:
        body = b"".join(pieces(response, what, limit, seconds)) if response.status_code == 200 else b""
        return Answer(response.status_code, response.url, kind(response), body)


def kind(response: Response) -> str:
    """Return the content type of an answer, without its parameters."""
    return response.headers.get("Content-Type", "").partition(";")[0].strip().lower()


def fetch(address: str, what: str, target: Path, *, limit: int, seconds: float) -> None:
    """Write the body of a GET to a file; CouldNotTell unless the answer is a whole 200."""
    with opened(address, what, {"Accept-Encoding": "identity"}, strict=False) as response:
        if response.status_code != 200:
            raise CouldNotTell(what=what, why=f"it is listed, and answers with {response.status_code}")
        with target.open("wb") as file:
            for piece in pieces(response, what, limit, seconds):
                file.write(piece)


@contextmanager
def opened(address: str, what: str, headers: Mapping[str, str], *, strict: bool) -> Iterator[Response]:
    """Open a GET, following a few redirects: on the same host where `strict`, never from https to http."""
    import requests
    from urllib3.exceptions import HTTPError

    host = urlsplit(address).hostname or ""
    with requests.Session() as session, waiting(f"{host} to answer", CONNECT_SECONDS + READ_SECONDS):
        reach(session, address)
        try:
            for _ in range(REDIRECTS + 1):
                response = session.get(
                    address,
                    headers=dict(headers),
                    stream=True,
                    allow_redirects=False,
                    timeout=(CONNECT_SECONDS, READ_SECONDS),
                )
                if not response.is_redirect:
                    require_answer(response, what)
                    yield response
                    return
                address = onward(response, what, strict=strict)
        except (requests.RequestException, HTTPError, OSError) as error:
            raise CouldNotTell(what=what, why=reason(error)) from error
    raise CouldNotTell(what=what, why="it redirects without end")


def onward(response: Response, what: str, *, strict: bool) -> str:
    """Return where a redirect leads; CouldNotTell where we do not go there."""
    target = urljoin(response.url, response.headers["location"])
    before, after = urlsplit(response.url), urlsplit(target)
    response.close()
    if strict and before.netloc != after.netloc:
        raise CouldNotTell(what=what, why=f"it redirects to another host, {after.hostname}")
    if after.scheme not in {before.scheme, "https"}:
        raise CouldNotTell(what=what, why=f"it redirects to {after.scheme}")
    return target


def require_answer(response: Response, what: str) -> None:
    """Raise CouldNotTell unless the status is 200 or 404."""
    if response.status_code not in {200, 404}:
        more = "; credentials for reading are taken from netrc" if response.status_code in {401, 403} else ""
        raise CouldNotTell(what=what, why=f"it answers with {response.status_code} {response.reason}{more}")


def pieces(response: Response, what: str, limit: int, seconds: float) -> Iterator[bytes]:
    """Yield an answer's body in pieces as they arrive; CouldNotTell beyond `limit` bytes or `seconds`."""
    until, total = time.monotonic() + seconds, 0
    while piece := response.raw.read1(PIECE, decode_content=True):
        total += len(piece)
        if total > limit:
            raise CouldNotTell(what=what, why=f"it sends more than {limit} bytes")
        if time.monotonic() > until:
            raise CouldNotTell(what=what, why=f"it did not end within {seconds:.0f} s")
        yield piece


def reason(error: Exception) -> str:
    """Return why a request failed, in a few words and without the address."""
    import requests

    kinds = (
        (requests.exceptions.SSLError, "its certificate is not trusted"),
        (requests.exceptions.ProxyError, "the proxy refuses"),
        (requests.exceptions.ConnectTimeout, f"it did not answer within {CONNECT_SECONDS:.0f} s"),
        (requests.exceptions.Timeout, f"it was silent for {READ_SECONDS:.0f} s"),
        (requests.exceptions.ConnectionError, "it cannot be reached, or the connection broke"),
    )
    return next((words for kind, words in kinds if isinstance(error, kind)), type(error).__name__)
