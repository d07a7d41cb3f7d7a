"""Stopping: a signal ends the command there and then, as a kill would.

Nothing needs to be taken back, since a release can be killed anywhere. An exception raised from a handler could be
swallowed, or leave a lock of the import system behind, wherever it happened to strike.
"""

from __future__ import annotations

import os
import shutil
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from gonogo.cli import output
from gonogo.model.errors import GonogoError, Status
from gonogo.system import children

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupted(GonogoError):
    """The user or the system stopped the command."""

    status = Status.UNKNOWN
    text = "stopped by {signal}"
    hint_text = "see where the release stands with: invoke status"


class Stoppable:
    """While inside, a signal ends what was started, removes the room, says the last words and exits with UNKNOWN.

    A signal that was ignored stays ignored, as under `nohup`. A second one ends the command at once.
    """

    def __init__(self, room: Path, last_words: Callable[[Interrupted], str]) -> None:
        """Take the folder of everything temporary, and what makes the last words."""
        self._room = room
        self._last_words = last_words
        self._before: dict[int, Any] = {}

    def __enter__(self) -> None:
        """Listen, where this is the main thread."""
        if threading.current_thread() is not threading.main_thread():
            return
        for number in SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:
                self._before[number] = signal.signal(number, self._stop)

    def __exit__(self, *_: object) -> None:
        """Listen no more."""
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _stop(self, number: int, _: FrameType | None) -> NoReturn:
        for one in self._before:
            signal.signal(one, signal.SIG_DFL)
        children.end_all()
        shutil.rmtree(self._room, ignore_errors=True)
        output.last(self._last_words(Interrupted(signal=signal.Signals(number).name)))
        os._exit(int(Status.UNKNOWN))
