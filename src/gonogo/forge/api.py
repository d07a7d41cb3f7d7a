"""A forge's REST API: requests with limits of time and size; the token is shown to its own hosts only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

if TYPE_CHECKING:
    from requests import PreparedRequest, Response

from gonogo.model.errors import CouldNotTell, GonogoError, Status
from gonogo.system import activity
from gonogo.system.activity import waiting

CONNECT_SECONDS = 10.0
READ_SECONDS = 60.0
BODY_LIMIT = 16 << 20
PIECE = 1 << 16
REDIRECTS = 3
AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class ForgeSilent(CouldNotTell):
    """The forge gave no answer that can be read; `after` is the pause in seconds that it asked for."""

    after: float | None = None


class NotThere(ForgeSilent):
    """The forge has no file at an address."""


class ForgeRefused(GonogoError):
    """The forge refused a request for good."""

    status = Status.NO_GO
    text = "{host} refused to {what}: {code} {why}"
    hint_text = "check that the token may write to the repository's releases, then type: invoke resume"


class NoForgeToken(GonogoError):
    """There is no token for the forge."""

    text = "there is no token for {host}, and making a release there needs one"
    hint_text = "give it one: {ways}"


class UnsafeForge(GonogoError):
    """The forge's address would carry a token in clear."""

    text = "the forge at {host} is not asked: {scheme} would show the token to the network"
    hint_text = "use https for the remote, and for the address of the API that the run of CI names"


@dataclass(frozen=True)
class Reply:
    """An answer: its status, its JSON body (None where there is none), and the address of the next page."""

    status: int
    body: Any = None
    next_page: str = ""


def bearer(token: str) -> tuple[str, str]:
    """Return the header that shows a token."""
    return "Authorization", f"Bearer {token}"


@dataclass(frozen=True)
class Access:
    """How the forges of one kind are asked: where their token is found, what shows it, and headers of each request.

    `variables` hold a token for everybody's host, and for the one that `host_variable` names. `program` prints the
    token of a host, whose name follows; `login` is how one logs in.
    """

    variables: tuple[str, ...]
    host_variable: str
    program: tuple[str, ...] = ()
    login: str = ""
    header: Callable[[str], tuple[str, str]] = bearer
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Signed:
    """The way a request shows the token; a netrc file is never asked in its place."""

    name: str = ""
    value: str = field(default="", repr=False)

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """Sign a request."""
        if self.name:
            request.headers[self.name] = self.value
        return request


@dataclass(frozen=True)
class Api:
    """The API at `base`; the token is asked for once a request is made, and is never printed.

    `ways` are those to give it one.
    """

    base: str
    token: Callable[[], str]
    access: Access
    ways: str = ""

    def __post_init__(self) -> None:
        """Refuse an address that would show the token; UnsafeForge."""
        require_safe(self.base)

    @property
    def host(self) -> str:
        """The host that is asked."""
        return urlsplit(self.base).hostname or self.base

    @property
    def signed(self) -> Signed:
        """What signs a request."""
        token = self.token()
        return Signed(*self.access.header(token)) if token else Signed()

    @property
    def no_token(self) -> str:
        """Why nothing can be written without a token."""
        return f"there is no token for {self.host} ({self.ways})"

    def get(self, path: str, what: str) -> Reply:
        """Return the answer to a GET: 200, or 404; ForgeSilent or ForgeRefused for anything else."""
        return self.ask("GET", path, what, allowed=(200, 404))

    def pages(self, path: str, what: str, most: int = 20) -> Iterator[Any]:
        """Yield the items of a list, page by page."""
        for _ in range(most):
            reply = self.get(path, what)
            yield from reply.body if isinstance(reply.body, list) else ()
            if not reply.next_page:
                return
            path = reply.next_page

    def write(self, method: str, path: str, what: str, **content: Any) -> Reply:
        """Return the answer to a request that changes something; NoForgeToken without a token."""
        if not self.token():
            raise NoForgeToken(host=self.host, ways=self.ways)
        activity.record(what)
        return self.ask(method, path, what, allowed=(200, 201, 204), **content)

    def ask(self, method: str, path: str, what: str, allowed: tuple[int, ...], **content: Any) -> Reply:
        """Make one request and return its answer, if its status is allowed."""
        import json

        with self.opened(method, self.address(path), what, **content) as response:
            body = b"".join(pieces(response, what))
            if response.status_code not in allowed:
                raise self.trouble(response, body, what)
            try:
                parsed = json.loads(body) if body else None
            except ValueError as error:
                raise ForgeSilent(what=what, why="its answer is not JSON") from error
            return Reply(response.status_code, parsed, response.links.get("next", {}).get("url", ""))

    def fetch(self, path: str, what: str) -> Iterator[bytes]:
        """Yield a file's bytes; the storage that the forge may redirect to never sees the token."""
        address, auth = self.address(path), self.signed
        for _ in range(REDIRECTS):
            with opened("GET", address, what, auth, headers={"Accept": "application/octet-stream"}) as response:
                if response.is_redirect:
                    address, auth = urljoin(address, response.headers["location"]), Signed()
                    require_safe(address)
                    continue
                if response.status_code != 200:
                    silent = NotThere if response.status_code == 404 else ForgeSilent
                    raise silent(what=what, why=f"it answers with {response.status_code}")
                yield from response.iter_content(PIECE)
                return
        raise ForgeSilent(what=what, why="it redirects without end")

    @contextmanager
    def opened(self, method: str, address: str, what: str, **content: Any) -> Iterator[Response]:
        """Make one signed request."""
        headers = {**self.access.headers, **content.pop("headers", {})}
        with opened(method, address, what, self.signed, headers=headers, **content) as response:
            yield response

    def address(self, path: str) -> str:
        """Return the address of a path below the base; one that the forge named must be of its own hosts."""
        address = path if "://" in path else self.base.rstrip("/") + path
        require_safe(address)
        if not related(urlsplit(address).hostname or "", self.host):
            raise ForgeSilent(what=f"what {self.host} answers", why="it names an address on a foreign host")
        return address

    def trouble(self, response: Response, body: bytes, what: str) -> GonogoError:
        """Return the error that a status means: asked again later, or refused for good."""
        code, why = response.status_code, said(body) or response.reason
        limited = code == 403 and response.headers.get("X-RateLimit-Remaining") == "0"
        if code in AGAIN or limited:
            silent = ForgeSilent(what=what, why=f"{self.host} answers with {code} {why}")
            silent.after = pause_of(response.headers)
            return silent
        return ForgeRefused(host=self.host, what=what, code=code, why=why)


@contextmanager
def opened(method: str, address: str, what: str, auth: Signed, **content: Any) -> Iterator[Response]:
    """Make one request without following redirects; ForgeSilent where no answer comes."""
    import requests
    from urllib3.exceptions import HTTPError

    from gonogo.system.http import reason

    limits = (CONNECT_SECONDS, READ_SECONDS)
    host = urlsplit(address).hostname or ""
    with requests.Session() as session, waiting(f"{host} to answer", sum(limits)):
        try:
            response = session.request(
                method, address, auth=auth, stream=True, allow_redirects=False, timeout=limits, **content
            )
            with response:
                yield response
        except (requests.RequestException, HTTPError, OSError) as error:
            raise ForgeSilent(what=what, why=reason(error)) from error


def related(host: str, base: str) -> bool:
    """Return whether two hosts are one, or siblings such as api.github.com and uploads.github.com."""
    siblings = base.count(".") > 1 and not base.replace(".", "").isdigit()
    return host == base or (siblings and host.endswith("." + base.split(".", 1)[1]))


def require_safe(address: str) -> None:
    """Raise UnsafeForge unless an address is https, or on loopback."""
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise UnsafeForge(host=parts.hostname or address, scheme=parts.scheme or "no scheme")


def pieces(response: Response, what: str) -> Iterator[bytes]:
    """Yield an answer's body; ForgeSilent beyond the limit."""
    total = 0
    for piece in response.iter_content(PIECE):
        total += len(piece)
        if total > BODY_LIMIT:
            raise ForgeSilent(what=what, why=f"it sends more than {BODY_LIMIT} bytes")
        yield piece


def said(body: bytes) -> str:
    """Return what a forge said of a refusal."""
    import json

    try:
        parsed = json.loads(body)
        details = [str(one.get("code") or one.get("message")) for one in parsed.get("errors") or ()]
        return " ".join([str(parsed.get("message") or parsed["error"]), *details])
    except (ValueError, KeyError, AttributeError, TypeError):
        return ""


def pause_of(headers: Mapping[str, str]) -> float | None:
    """Return the pause in seconds that an answer asks for, at most five minutes."""
    try:
        return min(max(float(headers["Retry-After"]), 0.0), 300.0)
    except (KeyError, ValueError):
        return None


def file_content(path: Path) -> dict[str, Any]:
    """Return the content of a request that sends a file, read as it leaves."""
    return {"data": path.open("rb"), "headers": {"Content-Type": "application/octet-stream"}}
