"""`invoke undo`: a release that is not public is taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gonogo.cli.task import door
from gonogo.model.board import Board


@door(help={"remote": "take a pushed release back from the remote too"})
def undo(_context: Any, remote: bool = False) -> Board:
    """Take the open release back, as if it had never been, while nothing of it is published."""
    from gonogo.commands import undo as engine

    return engine.undo(Path.cwd(), remote=remote)
