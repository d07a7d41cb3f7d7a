"""Progress of a running command on standard error: the stage that runs, its clock, what it waits for, ended rows."""

from __future__ import annotations

import os
import sys
import threading
import time
from typing import TYPE_CHECKING

from gonogo.cli import terminal
from gonogo.cli.terminal import outward, say
from gonogo.model.errors import one_line, readable
from gonogo.system import activity

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.live import Live

    from gonogo.model.board import Row

QUIET_SECONDS = 1.0  # a stage that takes longer than this is announced while it runs
AGAIN_SECONDS = 60.0  # where no terminal shows a clock, a stage that still runs is announced again after so long
SHOWN_ROWS = 12  # ended rows that a terminal shows at the most above the stage that runs


class Progress:
    """Shows which stage runs once it has taken longer than a second: live on a terminal, else in a line."""

    def __init__(self) -> None:
        self._timers: dict[str, threading.Timer] = {}
        self._since: dict[str, float] = {}
        self._ended: list[Row] = []
        self._group = ""
        self._command = _commands

    def began(self, name: str) -> None:
        """Announce a stage later, unless it ends soon."""
        if self._command != _commands:
            self._ended, self._command = [], _commands
        self._since[name] = time.monotonic()
        self._later(name, QUIET_SECONDS)

    def ended(self, row: Row) -> None:
        """Take the stage of that name off the display, and show its row there."""
        timer = self._timers.pop(row.name, None)
        if timer is not None:
            timer.cancel()
        self._since.pop(row.name, None)
        self._ended.append(row)
        if self._group == row.name:
            self._group = ""
            terminal.end_group(row.name)

    def heard(self, line: str) -> None:
        """Pass on a line that a program printed, escape sequences for colours left out."""
        self._open_group()
        if _live is None:
            say(without_colour(line))
        else:
            from rich.text import Text

            _live.console.print(Text(outward(readable(without_colour(line)))), soft_wrap=True)

    def _later(self, name: str, seconds: float) -> None:
        timer = threading.Timer(seconds, self._announce, (name,))
        timer.daemon = True
        self._timers[name] = timer
        timer.start()

    def _announce(self, name: str) -> None:
        since = self._since.get(name)
        if since is None:
            return
        if is_live():
            show(self)
            return
        self._open_group()
        say(self.line(name, since))
        self._later(name, AGAIN_SECONDS)

    def _open_group(self) -> None:
        if (terminal.in_actions() or terminal.in_gitlab()) and not self._group and self._since:
            self._group = next(iter(self._since))
            terminal.group(self._group)

    def line(self, name: str, since: float) -> str:
        """Return what runs, for how long it has, and what it waits for, as one line."""
        passed = time.monotonic() - since
        clock = f" {passed:,.0f} s" if passed >= AGAIN_SECONDS / 2 else ""
        return " · ".join([f"{one_line(name)} …{clock}", *activity.sentences()])

    def __rich__(self) -> RenderableType:
        """Return the display of this moment: the last rows, then each stage that runs with its clock."""
        from rich.console import Group
        from rich.text import Text

        from gonogo.cli.board import STYLES

        lines = [
            Text.assemble("  ", (f"{row.verdict.value:<8}", STYLES[row.verdict]), outward(one_line(row.name)))
            for row in self._ended[-SHOWN_ROWS:]
        ]
        for name, since in list(self._since.items()):
            clock = f"{time.monotonic() - since:,.0f} s"
            lines.append(Text.assemble("  ", ("…       ", "bold"), f"{outward(one_line(name))}  ", (clock, "dim")))
        lines += [Text(f"          {outward(one_line(one))}", style="dim") for one in activity.sentences()]
        for line in lines:
            line.no_wrap, line.overflow = True, "ellipsis"
        return Group(*lines)


_live: Live | None = None  # the display of this process, while one is shown
_commands = 0  # how many commands of this process have ended: the next shows no rows of an earlier one

_lock = threading.Lock()


def is_live() -> bool:
    """Return whether standard error can show a display that changes."""
    return (
        terminal.is_terminal(sys.stderr)
        and os.environ.get("TERM", "") not in ("", "dumb")
        and not (terminal.in_actions() or terminal.in_gitlab())
    )


def show(progress: Progress) -> None:
    """Show the display, which goes away with `close`."""
    global _live  # noqa: PLW0603 - a process has one terminal
    from rich.console import Console
    from rich.live import Live

    with _lock:
        if _live is None:
            console = Console(stderr=True, highlight=False)
            shown = Live(
                console=console,
                get_renderable=progress.__rich__,
                refresh_per_second=4,
                transient=True,
                redirect_stdout=False,
                redirect_stderr=False,
            )
            shown.start()
            _live = shown


def close() -> None:
    """Take the display away, so that the board, a question or the last words stand alone."""
    global _live
    with _lock:
        shown, _live = _live, None
    if shown is not None:
        shown.stop()


def restore() -> None:
    """Clear the line and show the cursor again, past every lock, when a signal ends the command."""
    if _live is not None:
        os.write(2, b"\r\x1b[J\x1b[?25h")


def without_colour(line: str) -> str:
    """Return a line without the sequences that colour it."""
    import re

    return re.sub(r"\x1b\[[0-9;]*m", "", line)
