"""Who may upload: the token of the test index, and tokens minted for trusted publishers."""

import base64
import binascii
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from gonogo.test_index.errors import RefusedError
from gonogo.test_index.trusted_publishing import Publisher

INVALID = "Invalid or non-existent authentication information. See the help page on invalid authentication."


@dataclass(frozen=True)
class Identity:
    """Who uploads: the owner of every project if `publisher` is None, else a trusted publisher."""

    publisher: Publisher | None = None
    projects: frozenset[str] = frozenset()

    def may_upload(self, project: str) -> bool:
        """Return whether they may upload to a project (normalised name)."""
        return self.publisher is None or project in self.projects


@dataclass(frozen=True)
class Minted:
    """The identity of a minted token, and when it expires."""

    identity: Identity
    ends: datetime


def new_token() -> str:
    """Return a random token in the form of a PyPI token."""
    return "pypi-" + secrets.token_urlsafe(48)


class Tokens:
    """The tokens of one test index; safe to use from many threads."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._minted: dict[str, Minted] = {}
        self._expired: set[str] = set()
        self.own = new_token()

    def mint(self, publisher: Publisher, seconds: float) -> tuple[str, int]:
        """Make a token for a publisher; return it and when it expires, in seconds since 1970."""
        ends = self._clock() + timedelta(seconds=seconds)
        token = new_token()
        with self._lock:
            self._minted[token] = Minted(Identity(publisher, frozenset({publisher.project})), ends)
        return token, int(ends.timestamp())

    def expire(self) -> None:
        """Expire every token, and make a new one for the test index itself."""
        with self._lock:
            self._expired |= {self.own, *self._minted}
            self.own = new_token()

    def identify(self, authorization: str) -> Identity:
        """Return whose an Authorization header is; RefusedError (403) if it is nobody's."""
        user, password = _basic(authorization)
        if user != "__token__":
            message = (
                "Username/Password authentication is no longer supported. Migrate to API Tokens or Trusted Publishers."
            )
            raise RefusedError(403, message if user else INVALID, "auth")
        with self._lock:
            minted = self._minted.get(password)
            expired = password in self._expired or (minted is not None and minted.ends <= self._clock())
        if expired:
            raise RefusedError(403, "Invalid API Token: token is expired", "token-expired")
        if minted is not None:
            return minted.identity
        if not secrets.compare_digest(password.encode(), self.own.encode()):
            raise RefusedError(403, INVALID, "auth")
        return Identity()


def _basic(authorization: str) -> tuple[str, str]:
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        user, _, password = base64.b64decode(encoded, validate=True).decode("utf-8").partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return user, password
