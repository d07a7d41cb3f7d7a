"""The board: what a command did and saw, row by row, with one verdict and the next command."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from types import NoneType
from typing import Any, get_args, get_type_hints

from gonogo.model.errors import GonogoError, Status
from gonogo.model.stage import Stage
from gonogo.model.verdict import Examined, Finding, Verdict, overall


class Source(Enum):
    """Where a row's verdict comes from: a run, an earlier run over the same bytes, or a written reason."""

    RAN = "ran"
    KEPT = "kept"
    WAIVED = "waived"


@dataclass(frozen=True)
class Row:
    """One check or step: its name, verdict, wall time in seconds, a short note and its findings.

    `status` is the exit status, where it says more than the verdict does: of a conflict, or of bad input.
    `stage` is the stage whose verdict the row is; None for a part of one.
    """

    name: str
    verdict: Verdict
    seconds: float = 0.0
    note: str = ""
    findings: tuple[Finding, ...] = ()
    status: Status | None = None
    stage: Stage | None = None
    source: Source = Source.RAN

    @property
    def exit_status(self) -> Status:
        """The exit status that the row alone would end with."""
        return self.verdict.status if self.status is None else self.status


def kept_row(row: Row) -> Row:
    """Return a row of an earlier run over the same bytes."""
    return replace(row, note=f"{row.note} (kept)".strip(), source=Source.KEPT)


def waived_row(name: str, reason: str) -> Row:
    """Return the row of what the settings waive, with the written reason."""
    return Row(name, Verdict.GO, note=f"waived: {reason}", source=Source.WAIVED)


def examined_row(name: str, examined: Examined, seconds: float = 0.0) -> Row:
    """Return the row of what was examined."""
    return Row(name, examined.verdict, seconds, examined.note, examined.findings)


def error_row(name: str, error: GonogoError, seconds: float) -> Row:
    """Return the row of an error."""
    verdict = Verdict.UNKNOWN if error.status is Status.UNKNOWN else Verdict.NO_GO
    details = tuple(Finding(error.code, detail) for detail in error.details)
    findings = (*details, Finding(error.code, error.sentence, fix=error.hint))
    return Row(name, verdict, seconds, findings=findings, status=error.status)


def is_go(rows: Iterable[Row]) -> bool:
    """Return whether every row is GO."""
    return overall(row.verdict for row in rows) is Verdict.GO


def ended(rows: Iterable[Row]) -> Status:
    """Return the exit status that rows end with: that of the first which has the verdict of the whole."""
    seen = tuple(rows)
    verdict = overall(row.verdict for row in seen)
    return next((row.exit_status for row in seen if row.verdict is verdict), verdict.status)


@dataclass(frozen=True)
class Board:
    """A title, its rows, what to type next, and a `text` printed as it is; the verdict follows from the rows."""

    title: str
    rows: tuple[Row, ...]
    next_command: str = ""
    text: str = ""

    @property
    def verdict(self) -> Verdict:
        """The verdict of the whole."""
        return overall(row.verdict for row in self.rows)

    @property
    def exit_status(self) -> Status:
        """The exit status that its rows end with."""
        return ended(self.rows)


SIMPLE = {str: "string", bool: "boolean", float: "number", int: "integer", NoneType: "null"}
"""The JSON types of simple Python types."""


def get_schema() -> dict[str, Any]:
    """Return the JSON schema of what every command prints with `--json`."""
    board = schema_of(Board)
    derived = {"verdict": schema_of(Verdict), "exit_status": schema_of(Status)}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:gonogo:board",
        **board,
        "properties": {**board["properties"], **derived},
        "required": [*board["required"], *derived],
    }


def schema_of(kind: Any) -> dict[str, Any]:
    """Return the schema of a type: of a simple one, an enum, a tuple, a union, or a dataclass field by field."""
    if kind in SIMPLE:
        return {"type": SIMPLE[kind]}
    if is_dataclass(kind):
        return table_of(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {"enum": [one.value for one in kind]}
    first, *rest = get_args(kind)
    if rest == [...]:
        return {"type": "array", "items": schema_of(first)}
    return {"anyOf": [schema_of(one) for one in (first, *rest)]}


def table_of(kind: Any) -> dict[str, Any]:
    """Return the schema of a dataclass: an object that has every field, and no other."""
    hints = get_type_hints(kind)
    return {
        "title": kind.__name__,
        "description": " ".join(kind.__doc__.split()),
        "type": "object",
        "properties": {one.name: schema_of(hints[one.name]) for one in fields(kind)},
        "required": [one.name for one in fields(kind)],
        "additionalProperties": False,
    }
