"""The shadow: modules that are imported while the caller waits for other programs."""

from __future__ import annotations

import contextlib
import importlib
import sys
from concurrent.futures import Future, wait
from threading import Thread
from typing import Any

TURN = 0.0005
"""Seconds after which an importing thread lets another one go on; Python's own 5 ms would hold the caller up."""


def preload(*names: str, after: Future[Any] | None = None) -> Thread:
    """Import modules, one after the other, in a thread of their own, which is returned; first wait for `after`.

    What fails shows where it is really needed. Whoever needs a part of one of these packages joins the thread before.
    """
    thread = Thread(target=_load, args=(names, after), name="shadow", daemon=True)
    thread.start()
    return thread


def _load(names: tuple[str, ...], after: Future[Any] | None) -> None:
    before = sys.getswitchinterval()
    sys.setswitchinterval(TURN)
    try:
        wait([after] if after else [])
        for name in names:
            with contextlib.suppress(Exception):
                importlib.import_module(name)
    finally:
        sys.setswitchinterval(before)
