"""Wording: the commands on a board, spelt as they can be typed where the user is."""

from __future__ import annotations

import dataclasses
import pkgutil
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.model.board import Board, Row

_COPIED = re.compile(
    r"(?:(?<=: )|(?<=; )|(?<=, then: )|(?<=^))"
    r"(?P<command>(?:invoke|nox|gonogo|git|pip|uv|gh|python|keyring|chmod|ulimit|bump-my-version)\b[^;,()]*[^;,() ]"
    r"|[a-z][a-z-]* = (?:\[.*\]|\"[^\"]*\"|'[^']*'|\{.*\}))"
    r"(?=$|[;,] | \(|\))"
)
"""What a reader copies: a command after a colon or a semicolon, or a line of settings."""

_INVOKE = re.compile(r"\binvoke (?P<name>[a-z][a-z-]*)")
_NOX = re.compile(r"\bnox -s (?P<names>[a-z]+(?: [a-z]+)*)")


def spoken(board: Board, here: Path) -> Board:
    """Return a board whose commands can be typed in a folder: by `gonogo` where no tasks are, with all prefixes."""
    if not any(_INVOKE.search(text) or _NOX.search(text) for text in texts(board)):
        return board
    from gonogo.project import prefixes

    found = prefixes.nearest(here)
    invokes = any(map(prefixes.has_tasks, (here, *here.parents)))
    spelling = Spelling(f"invoke {found.tasks}" if invokes else "gonogo ", f"nox -s {found.sessions}")
    return spelling.of_board(board)


@dataclass(frozen=True)
class Phrase:
    """A part of a sentence: words to read, or a command to copy."""

    text: str
    is_command: bool = False


def phrases(sentence: str) -> Iterator[Phrase]:
    """Yield the parts of a sentence, so that a command can stand on a line of its own.

    >>> [phrase.text for phrase in phrases("finish it with: invoke resume; or: git switch main")]
    ['finish it with:', 'invoke resume', 'or:', 'git switch main']
    """
    end = 0
    for match in _COPIED.finditer(sentence):
        before = sentence[end : match.start()].strip(" ;,")
        if before:
            yield Phrase(before)
        yield Phrase(match["command"], is_command=True)
        end = match.end()
    rest = sentence[end:].strip(" ;,")
    if rest:
        yield Phrase(rest)


def texts(board: Board) -> Iterator[str]:
    """Yield the texts of a board that may name commands."""
    yield board.next_command
    yield from (finding.fix for row in board.rows for finding in row.findings)


@dataclass(frozen=True)
class Spelling:
    """What is typed before the name of a task, and before that of a first session."""

    task: str = "gonogo "
    session: str = "nox -s "

    def of_board(self, board: Board) -> Board:
        """Return a board with the commands in its fixes, and the next one, respelt."""
        rows = tuple(map(self.of_row, board.rows))
        return dataclasses.replace(board, rows=rows, next_command=self.typed(board.next_command))

    def of_row(self, row: Row) -> Row:
        """Return a row with the commands in its fixes respelt."""
        findings = tuple(dataclasses.replace(one, fix=self.typed(one.fix)) for one in row.findings)
        return dataclasses.replace(row, findings=findings)

    def typed(self, command: str) -> str:
        """Return a sentence whose commands are spelt so.

        >>> Spelling().typed("finish it with: invoke resume")
        'finish it with: gonogo resume'
        >>> Spelling(session="nox -s gonogo-").typed("type: nox -s build tests check, or nox -s lint")
        'type: nox -s gonogo-build gonogo-tests gonogo-check, or nox -s lint'
        """
        return _NOX.sub(self._sessions, _INVOKE.sub(self._task, command))

    def _task(self, match: re.Match[str]) -> str:
        return self.task + match["name"] if match["name"] in task_names() else match[0]

    def _sessions(self, match: re.Match[str]) -> str:
        words, prefix = match["names"].split(), self.session.removeprefix("nox -s ")
        ours = next((at for at, word in enumerate(words) if word not in session_names()), len(words))
        return " ".join(["nox -s", *(prefix + word for word in words[:ours]), *words[ours:]])


@cache
def task_names() -> frozenset[str]:
    """Return the names of the tasks."""
    from gonogo.cli.tasks import all_tasks

    return frozenset(one.name for one in all_tasks())


@cache
def session_names() -> frozenset[str]:
    """Return the names of the sessions, without importing one."""
    return frozenset(one.name for one in pkgutil.iter_modules([str(Path(__file__).parent / "sessions")]))
