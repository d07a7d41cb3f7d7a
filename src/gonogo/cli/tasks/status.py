"""`invoke status`: where the release stands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gonogo.cli.task import command

if TYPE_CHECKING:
    from gonogo.model.board import Board


@command
def status() -> Board:
    """Show the state of the release, and what to type next."""
    from gonogo.commands import status as standing

    return standing.board(Path.cwd())
