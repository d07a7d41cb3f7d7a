"""Wording: the commands on a board, spelt as they can be typed where the user is."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gonogo.model.board import Board, Row

_INVOKE = re.compile(r"\binvoke (?=[a-z])")


def spoken(board: Board, here: Path) -> Board:
    """Return a board whose commands are `gonogo NAME` where invoke would find no tasks: neither `here` nor above."""
    if any((one / "tasks.py").is_file() or (one / "tasks" / "__init__.py").is_file() for one in (here, *here.parents)):
        return board
    rows = tuple(map(respelt, board.rows))
    return dataclasses.replace(board, rows=rows, next_command=typed(board.next_command))


def respelt(row: Row) -> Row:
    """Return a row with the commands in its fixes respelt."""
    findings = tuple(dataclasses.replace(one, fix=typed(one.fix)) for one in row.findings)
    return dataclasses.replace(row, findings=findings)


def typed(command: str) -> str:
    """Return a command as it is typed without a `tasks.py`.

    >>> typed("carry it on with: invoke resume")
    'carry it on with: gonogo resume'
    """
    return _INVOKE.sub("gonogo ", command)
