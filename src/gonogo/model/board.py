"""The board: what a command did and saw, row by row, with one verdict and the next command."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gonogo.model.verdict import Finding, Verdict, overall

if TYPE_CHECKING:
    from gonogo.model.errors import Status


@dataclass(frozen=True)
class Row:
    """One check or step: its name, verdict, wall time in seconds, a short note and its findings."""

    name: str
    verdict: Verdict
    seconds: float = 0.0
    note: str = ""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Board:
    """A title, its rows, and the command to type next; the verdict follows from the rows.

    `text` is what the command was asked to show, such as a changelog's section; it is printed as it is.
    """

    title: str
    rows: tuple[Row, ...]
    next_command: str = ""
    status: Status | None = field(default=None, compare=False)
    text: str = ""

    @property
    def verdict(self) -> Verdict:
        """The verdict of the whole."""
        return overall(row.verdict for row in self.rows)

    @property
    def exit_status(self) -> Status:
        """The exit status: the one given, else what the verdict says."""
        return self.verdict.status if self.status is None else self.status
