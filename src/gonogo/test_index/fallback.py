"""The index behind the test index: clients that ask for any other name are sent there while it answers."""

import socket
import threading
import time
from collections.abc import Callable
from functools import cached_property
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

PATIENCE = 2.0  # seconds within which the index behind must accept a connection
REMEMBERED = 30.0  # seconds for which its last answer is remembered
PORTS = {"http": 80, "https": 443}

Behind = str | Callable[[], str] | None  # the simple URL of the index behind, or what returns it; None for no index


class Fallback:
    """The index behind; it must accept a connection before a client is sent there."""

    def __init__(self, simple_url: Behind) -> None:
        self._given = simple_url
        self._lock = threading.Lock()
        self._asked = float("-inf")
        self._answers = False

    @cached_property
    def simple_url(self) -> str | None:
        """The simple URL of the index behind."""
        return self._given() if callable(self._given) else self._given

    def answers(self) -> bool:
        """Return whether there is an index behind, and its host accepts connections."""
        if self.simple_url is None:
            return False
        with self._lock:
            if time.monotonic() - self._asked > REMEMBERED:
                self._answers = _takes_connections(*_address(self.simple_url))
                self._asked = time.monotonic()
            return self._answers


def _address(url: str) -> tuple[str, int]:
    """Return host and port that a client of `url` connects to: the proxy's, where there is one."""
    parts = urlsplit(url)
    proxy = getproxies().get(parts.scheme)
    if proxy and not proxy_bypass(parts.hostname or ""):
        parts = urlsplit(proxy if "//" in proxy else f"//{proxy}")
    return parts.hostname or "", parts.port or PORTS.get(parts.scheme, 80)


def _takes_connections(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), PATIENCE):
            return True
    except OSError:
        return False
