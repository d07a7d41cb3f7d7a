"""The shadow: modules that are imported while the caller waits for other programs."""

from __future__ import annotations

import contextlib
import importlib
import sys
import threading

TURN = 0.0005
"""Seconds after which an importing thread lets another one go on; Python's own 5 ms would hold the caller up."""


def preload(*names: str) -> None:
    """Import modules, one after the other, in a thread of their own; what fails shows where it is really needed."""
    threading.Thread(target=_load, args=(names,), name="shadow", daemon=True).start()


def _load(names: tuple[str, ...]) -> None:
    before = sys.getswitchinterval()
    sys.setswitchinterval(TURN)
    try:
        for name in names:
            with contextlib.suppress(Exception):
                importlib.import_module(name)
    finally:
        sys.setswitchinterval(before)
