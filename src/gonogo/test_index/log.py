"""What reached the test index: one line a request, in the order of arrival."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Request:
    """One request: its method, its path without the query, and the status that was answered (0: none was)."""

    method: str
    path: str
    status: int = 0


class Log:
    """The requests so far; safe to use from many threads."""

    def __init__(self) -> None:
        """Start empty."""
        self._lock = threading.Lock()
        self._requests: list[Request] = []

    def arrived(self, method: str, path: str) -> int:
        """Note a request that has arrived and return its number."""
        with self._lock:
            self._requests.append(Request(method, path))
            return len(self._requests) - 1

    def answered(self, number: int, status: int) -> None:
        """Note the status that request `number` was answered with."""
        with self._lock:
            self._requests[number] = replace(self._requests[number], status=status)

    @property
    def requests(self) -> list[Request]:
        """The requests so far, as a list of its own."""
        with self._lock:
            return list(self._requests)
