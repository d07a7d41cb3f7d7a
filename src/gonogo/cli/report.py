"""A command's report: its act run, its errors turned into a board, the board shown where it is read."""

import dataclasses
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from gonogo.cli import progress, terminal
from gonogo.cli.board import PAINT, to_json, to_plain, to_text
from gonogo.cli.signals import Interrupted, Stoppable
from gonogo.cli.wording import spoken
from gonogo.git.lookups import one_command
from gonogo.model.board import Board, error_row
from gonogo.model.errors import GonogoError, readable_error
from gonogo.system import folders
from gonogo.system.preload import preload
from gonogo.system.secrets import discreet, redacted


def board_of(title: str, act: Callable[[], Board], *, as_json: bool = False, stopped: str = "") -> Board:
    """Run an act and return its board, also for an error or, with `stopped` as the next command, for a signal."""
    started = time.monotonic()

    def last_words(error: Interrupted) -> str:
        progress.restore()
        board = error_board(title, error, time.monotonic() - started)
        board = dataclasses.replace(board, next_command=stopped or board.next_command)
        with suppress(ImportError):  # of a module that was just being imported when the signal struck
            board = spoken(board, Path.cwd())
        board = discreet(board)
        return redacted(to_json(board) if as_json else to_plain(board))

    if terminal.is_terminal(sys.stdout):
        preload(*PAINT)
    try:
        with folders.own() as folder, Stoppable(folder, last_words), one_command():
            return act()
    except (GonogoError, OSError) as error:
        return error_board(title, readable_error(error), time.monotonic() - started)
    finally:
        progress.close()


def error_board(title: str, error: GonogoError, seconds: float) -> Board:
    """Return the board of an error: what, where and why; and as the last line, what to type next."""
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
    """Print a board as text or as JSON, and report it to the CI provider that runs us, if one does."""
    discreetly = discreet(spoken(board, Path.cwd()))
    text = to_json(discreetly) if as_json else to_text(discreetly)
    terminal.write(sys.stdout, terminal.outward(text))
    summarise(discreetly)
    annotate(discreetly)


def summarise(board: Board) -> None:
    """Add the board to the job summary of the CI provider, if it has one and it can be written."""
    target = os.environ.get("GITHUB_STEP_SUMMARY")
    if target:
        from gonogo.ci import github

        with suppress(OSError), Path(target).open("a", encoding="utf-8") as summary:
            summary.write(redacted(github.annotate(board)))


def annotate(board: Board) -> None:
    """Show what blocks beside the file and line where it is: as annotations of Actions, or in GitLab's report."""
    if terminal.in_actions():
        from gonogo.ci import github

        for command in github.errors(board, Path.cwd()):
            terminal.write(sys.stderr, f"{redacted(command)}\n")
    target = os.environ.get("GONOGO_CODE_QUALITY") if terminal.in_gitlab() else ""
    if target:
        from gonogo.ci import gitlab

        with suppress(OSError, ValueError):
            gitlab.report(board, Path.cwd(), Path(target))
