"""Secrets are masked where text leaves gonogo, never in the value that is sent on."""

from __future__ import annotations

import dataclasses
import os
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gonogo.model.board import Board, Row
    from gonogo.model.verdict import Finding

SHAPES = re.compile(
    r"pypi-[A-Za-z0-9_\-]{8,}|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*"
)
IN_URL = re.compile(r"(?<=://)[^/\s]+@")
SECRET_NAMES = re.compile(r"TOKEN|PASSWORD|SECRET|API_?KEY", re.IGNORECASE)


CUT = "…"
"""What stands where a long value was cut off."""

SHORTEST = 8
"""Characters from which a value, or what a cut has left of it, counts as a secret."""


def discreet(board: Board) -> Board:
    """Return a board with the secrets in its texts masked: before it is folded, coloured or quoted."""
    return dataclasses.replace(
        board,
        title=redacted(board.title),
        rows=tuple(map(discreet_row, board.rows)),
        next_command=redacted(board.next_command),
        text=redacted(board.text),
    )


def discreet_row(row: Row) -> Row:
    """Return a row with the secrets in its texts masked."""
    findings = tuple(map(discreet_finding, row.findings))
    return dataclasses.replace(row, name=redacted(row.name), note=redacted(row.note), findings=findings)


def discreet_finding(one: Finding) -> Finding:
    """Return a finding with the secrets in its texts masked."""
    what, where, fix, why = map(redacted, (one.what, one.where, one.fix, one.why))
    return dataclasses.replace(one, what=what, where=where, fix=fix, why=why)


def redacted(text: str) -> str:
    """Return a text with tokens, passwords and the credentials in URLs masked."""
    for value in secret_values():
        text = text.replace(value, "***")
        if CUT in text:
            text = without_pieces(text, value)
    return IN_URL.sub("***@", SHAPES.sub("***", text))


def without_pieces(text: str, value: str) -> str:
    """Return a text with what a cut has left of a secret masked: its beginning or its end."""
    for length in range(len(value) - 1, SHORTEST - 1, -1):
        text = text.replace(value[:length] + CUT, f"***{CUT}").replace(CUT + value[-length:], f"{CUT}***")
    return text


def secret_values() -> list[str]:
    """Return the values of environment variables whose names speak of secrets, the longest first."""
    found = {value for name, value in os.environ.items() if SECRET_NAMES.search(name) and len(value) >= SHORTEST}
    return sorted(found, key=len, reverse=True)
