"""Preload: modules that are imported while the caller waits for other programs."""

import contextlib
import importlib
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import Future, wait
from typing import Any

TURN = 0.0005  # seconds after which an importing thread lets others go on; Python's 5 ms hold the caller up


def preload(*names: str, after: Future[Any] | None = None) -> threading.Thread:
    """Import modules in a thread, which is returned, once `after` is done; what fails shows where it is needed."""
    thread = threading.Thread(target=_load, args=(names, [after] if after else []), name="preload", daemon=True)
    thread.start()
    return thread


def _load(names: Sequence[str], after: Sequence[Future[Any]]) -> None:
    wait(after)
    before = sys.getswitchinterval()
    sys.setswitchinterval(TURN)
    try:
        for name in names:
            with contextlib.suppress(Exception):
                importlib.import_module(name)
    finally:
        sys.setswitchinterval(before)
