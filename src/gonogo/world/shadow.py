"""The shadow: modules that are imported while the caller waits for other programs."""

from __future__ import annotations

import contextlib
import importlib
import threading


def preload(*names: str) -> None:
    """Import modules, one after the other, in a thread of their own; what fails shows where it is really needed."""
    threading.Thread(target=_load, args=(names,), name="shadow", daemon=True).start()


def _load(names: tuple[str, ...]) -> None:
    for name in names:
        with contextlib.suppress(Exception):
            importlib.import_module(name)
