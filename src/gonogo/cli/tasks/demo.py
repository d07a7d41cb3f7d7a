"""`gonogo demo`: a small project is made and released, to see how that goes."""

from __future__ import annotations

from pathlib import Path

from gonogo.cli.task import command
from gonogo.model.board import Board

HELP = {"folder": "a folder that is new or empty; by default gonogo-demo"}
STOPPED = "begin again with: gonogo demo FOLDER, with a new folder; nothing outside of it was changed"


@command(program_only=True, stopped=STOPPED, help=HELP)
def demo(folder: str = "") -> Board:
    """Make a small project in a new folder and release it, each command shown before it runs."""
    from gonogo.cli.terminal import tell
    from gonogo.commands import demo as room

    return room.board(Path.cwd() / (folder or room.FOLDER), tell)
