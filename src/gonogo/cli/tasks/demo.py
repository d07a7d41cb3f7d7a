"""`gonogo demo`: a small project is made and released, to see how that goes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gonogo.cli.task import command

if TYPE_CHECKING:
    from gonogo.model.board import Board

HELP = {"folder": "a folder that is new or empty, as a plain word: gonogo demo FOLDER; by default gonogo-demo"}
STOPPED = "begin again with: gonogo demo FOLDER, with a new folder; nothing outside of it was changed"


@command(program_only=True, stopped=STOPPED, help=HELP)
def demo(folder: str = "") -> Board:
    """Make a small project in a new folder and release it, each command shown before it runs."""
    from gonogo.cli.terminal import say
    from gonogo.commands import demo as demo_command

    return demo_command.board(Path.cwd() / (folder or demo_command.FOLDER), say)
