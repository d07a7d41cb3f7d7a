"""`gonogo demo`: a small project is made and released, to see how that goes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gonogo.cli.task import door
from gonogo.model.board import Board


@door(program_only=True, help={"folder": "a folder that is new or empty; by default gonogo-demo"})
def demo(_context: Any, folder: str = "") -> Board:
    """Make a small project in a new folder and release it, each command shown before it runs."""
    from gonogo.cli.report import tell
    from gonogo.commands import demo as room

    return room.board(Path.cwd() / (folder or room.FOLDER), tell)
