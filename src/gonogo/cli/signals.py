"""Stopping: a signal ends the command there and then, as a kill would: a release can be killed anywhere."""

import os
import shutil
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from gonogo.cli import terminal
from gonogo.model.errors import Status, Undecided
from gonogo.system import activity, children

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupted(Undecided):
    text = "stopped by {signal}; {changed}"
    hint_text = "see the state of the release with: invoke status"


def interrupted(number: int) -> Interrupted:
    """Return the error of a signal, which says whether anything was changed before."""
    changed = "what was done so far stays" if activity.are_made() else "nothing was changed"
    return Interrupted(signal=signal.Signals(number).name, changed=changed)


class Stoppable:
    """While inside, a signal ends what was started, cleans up, and exits UNKNOWN with last words; ignored ones stay."""

    def __init__(self, folder: Path, last_words: Callable[[Interrupted], str]) -> None:
        self._folder = folder
        self._last_words = last_words
        self._before: dict[int, Any] = {}

    def __enter__(self) -> None:
        if threading.current_thread() is not threading.main_thread():
            return
        for number in SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:
                self._before[number] = signal.signal(number, self._stop)

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _stop(self, number: int, _: FrameType | None) -> NoReturn:
        for one in self._before:
            signal.signal(one, signal.SIG_DFL)
        children.end_all()
        shutil.rmtree(self._folder, ignore_errors=True)
        terminal.last(self._last_words(interrupted(number)))
        os._exit(int(Status.UNKNOWN))
