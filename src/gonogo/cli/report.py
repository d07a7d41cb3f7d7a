"""The report: the only place that prints. The board on standard output, the story on standard error."""

from __future__ import annotations

import dataclasses
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import zip_longest
from pathlib import Path

from gonogo.cli import output
from gonogo.cli.signals import Interrupted, Stoppable
from gonogo.cli.wording import spoken
from gonogo.model.board import Board, Row, error_row
from gonogo.model.errors import GonogoError, escaped, readable, readable_error
from gonogo.model.verdict import Finding, Verdict
from gonogo.system import folders
from gonogo.system.preload import preload
from gonogo.system.secrets import discreet, redacted

STYLES = {Verdict.GO: "bold green", Verdict.NO_GO: "bold red", Verdict.UNKNOWN: "bold yellow"}
PAINT = ("rich.console", "rich.text")
"""What a terminal's board is painted with."""

QUIET_SECONDS = 1.0
"""A stage that takes longer than this is announced while it runs."""


def board_of(title: str, act: Callable[[], Board], *, as_json: bool = False) -> Board:
    """Run an act and return its board; an error that a user can mend becomes a board too.

    A signal ends the program, with a board in the form that was asked for as its last words.
    """
    started = time.monotonic()

    def last_words(error: Interrupted) -> str:
        board = error_board(title, error, time.monotonic() - started)
        with suppress(ImportError):  # of a module that was just being imported when the signal struck
            board = spoken(board, Path.cwd())
        board = discreet(board)
        return redacted(to_json(board) if as_json else to_plain(board))

    if output.is_terminal(sys.stdout):
        preload(*PAINT)
    try:
        with folders.own() as room, Stoppable(room, last_words):
            return act()
    except (GonogoError, OSError) as error:
        return error_board(title, readable_error(error), time.monotonic() - started)


def error_board(title: str, error: GonogoError, seconds: float) -> Board:
    """Return the board that tells of an error: what, where and why; and as the last line, what to type next."""
    row = error_row(title, error, seconds)
    *details, last = row.findings
    findings = (*details, dataclasses.replace(last, fix=""))
    return Board(title, (dataclasses.replace(row, findings=findings),), error.hint)


def end(board: Board, *, as_json: bool) -> None:
    """Show a board and, unless it is GO, end the program with its exit status."""
    show(board, as_json=as_json)
    if board.exit_status:
        sys.exit(int(board.exit_status))


def show(board: Board, *, as_json: bool) -> None:
    """Print a board as text or as JSON, and add it to the job summary where CI has one."""
    told = discreet(spoken(board, Path.cwd()))
    text = to_json(told) if as_json else to_text(told)
    output.write(sys.stdout, outward(text))
    summarise(told)


def outward(text: str) -> str:
    """Return a text as it may leave: secrets masked, and in CI no line of it a workflow command (R53)."""
    if os.environ.get("GITHUB_ACTIONS") != "true":
        return redacted(text)
    from gonogo.ci.text import in_log

    return in_log(redacted(text))


def to_json(board: Board) -> str:
    """Return the board's objects as JSON."""
    rows = [dataclasses.asdict(row) for row in board.rows]
    whole = {
        "title": board.title,
        "verdict": board.verdict.value,
        "exit_status": int(board.exit_status),
        "next_command": board.next_command,
        "text": board.text,
        "rows": rows,
    }
    return json.dumps(whole, indent=2, ensure_ascii=True, default=lambda member: member.value) + "\n"


def to_text(board: Board) -> str:
    """Return the board for a person, coloured and folded where standard output is a terminal."""
    shown = readable(board.text).rstrip("\n") + "\n\n" if board.text else ""
    return shown + (painted(board) if output.is_terminal(sys.stdout) else to_plain(board))


def to_plain(board: Board) -> str:
    """Return the board in plain lines; nothing is imported for it, so that it can be said when a signal strikes."""
    return "".join("".join(text for text, _ in line) + "\n" for line in composed(board))


def painted(board: Board) -> str:
    """Return the board as a terminal shows it."""
    import io

    from rich.console import Console
    from rich.text import Text

    buffer = io.StringIO()
    console = Console(file=buffer, force_terminal=True, highlight=False, legacy_windows=False)
    for line in composed(board):
        console.print(Text.assemble(*line))
    return buffer.getvalue()


Line = list[tuple[str, str]]
"""One line of a board: texts, each with its style."""


def composed(board: Board) -> Iterator[Line]:
    """Yield the board's lines: a row each, below it what is not as it should be, last the verdict."""
    width = max((len(row.name) for row in board.rows), default=0)
    yield [(escaped(board.title), "bold")]
    for row in board.rows:
        note = f"  {escaped(row.note)}" if row.note else ""
        verdict = (f"{row.verdict.value:<8}", STYLES[row.verdict])
        yield [("  ", ""), verdict, (f"{row.name:<{width}}", ""), (f"{row.seconds:7.2f} s", "dim"), (note, "")]
        for finding, following in zip_longest(row.findings, row.findings[1:]):
            yield composed_finding(finding)
            if following is None or (following.code, following.fix) != (finding.code, finding.fix):
                yield from composed_reason(finding)
    after = f"  next: {escaped(board.next_command)}" if board.next_command else ""
    yield [(board.verdict.value, STYLES[board.verdict]), (after, "")]


def composed_finding(finding: Finding) -> Line:
    """Return the line of one finding: what and where."""
    mark = "-" if finding.blocking else "advice:"
    where = f" ({escaped(finding.where)})" if finding.where else ""
    return [(f"          {mark} {escaped(finding.what)}{where}", ""), (f"  [{finding.code}]", "dim")]


def composed_reason(finding: Finding) -> Iterator[Line]:
    """Yield why a finding blocks, and how to mend it; once below those of one kind that stand together."""
    if finding.why and finding.blocking:
        yield [(f"            why: {escaped(finding.why)}", "")]
    if finding.fix:
        yield [(f"            fix: {escaped(finding.fix)}", "italic")]


def summarise(board: Board) -> None:
    """Add the board to the job summary of the CI provider that runs us, if one does and it can be written."""
    target = os.environ.get("GITHUB_STEP_SUMMARY")
    if target:
        from gonogo.ci import github

        with suppress(OSError), Path(target).open("a", encoding="utf-8") as summary:
            summary.write(redacted(github.annotate(board)))


class Story:
    """Tells on standard error which stage runs, once it has taken longer than a second."""

    def __init__(self) -> None:
        """Begin with nothing under way."""
        self._timers: dict[str, threading.Timer] = {}

    def began(self, name: str) -> None:
        """Say so later that a stage runs, unless it ends soon."""
        timer = threading.Timer(QUIET_SECONDS, lambda: tell(f"{name} …"))
        timer.daemon = True
        self._timers[name] = timer
        timer.start()

    def ended(self, row: Row) -> None:
        """Take note that the stage of that name is over."""
        timer = self._timers.pop(row.name, None)
        if timer is not None:
            timer.cancel()

    def heard(self, line: str) -> None:
        """Pass on a line that a program printed."""
        tell(line)


def tell(sentence: str) -> None:
    """Write one line of the story."""
    output.write(sys.stderr, outward(sentence) + "\n")
