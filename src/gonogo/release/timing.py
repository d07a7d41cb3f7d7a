"""Around every stage: its listener, and how long it took."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable

from gonogo.model.board import Row, error_row
from gonogo.model.errors import GonogoError, readable_error
from gonogo.model.verdict import Verdict
from gonogo.release.runner import Listener


def timed(name: str, listener: Listener, act: Callable[[], Row]) -> Row:
    """Run a stage; its error becomes its row."""
    listener.began(name)
    started = time.monotonic()
    row = Row(name, Verdict.NO_GO)
    try:
        row = dataclasses.replace(act(), seconds=time.monotonic() - started)
    except (GonogoError, OSError) as error:
        row = error_row(name, readable_error(error), time.monotonic() - started)
    finally:
        listener.ended(dataclasses.replace(row, name=name))
    return row
