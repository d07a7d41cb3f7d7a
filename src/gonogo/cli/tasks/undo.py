"""`invoke undo`: a release that is not public is taken back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gonogo.cli.task import command

if TYPE_CHECKING:
    from gonogo.model.board import Board


@command(help={"remote": "take a pushed release back from the remote too"})
def undo(remote: bool = False) -> Board:
    """Take the open release back completely, as long as nothing of it is published."""
    from gonogo.commands import undo as undo_command

    return undo_command.undo(Path.cwd(), remote=remote)
