"""`invoke status`: where the release stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gonogo.cli.task import door
from gonogo.model.board import Board


@door
def status(_context: Any) -> Board:
    """Say where the release stands, and what to type next."""
    from gonogo.commands import status as standing

    return standing.board(Path.cwd())
