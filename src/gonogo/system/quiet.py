"""Quiet: twine prints through rich's console and loggers, which are muted, not redirected, while anybody is inside."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

LOGGERS = ("twine", "stamina")


class Mute:
    """Mutes rich's own console from the first that enters until the last that leaves."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside = 0
        self._before = False

    def enter(self) -> None:
        """Count one in."""
        from rich import get_console

        with self._lock:
            if not self._inside:
                self._before = get_console().quiet
                get_console().quiet = True
            self._inside += 1

    def leave(self) -> None:
        """Count one out."""
        from rich import get_console

        with self._lock:
            self._inside -= 1
            if not self._inside:
                get_console().quiet = self._before


_MUTE = Mute()


@contextmanager
def quiet() -> Iterator[None]:
    """Keep twine and the retries from printing; what they log goes only where somebody listens."""
    for name in LOGGERS:
        logger = logging.getLogger(name)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())
    _MUTE.enter()
    try:
        yield
    finally:
        _MUTE.leave()
