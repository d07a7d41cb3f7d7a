"""`invoke push`: the open release goes to the remote."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gonogo.cli.task import command

if TYPE_CHECKING:
    from gonogo.model.board import Board


@command
def push() -> Board:
    """Push the release's branch and tag to the remote, both or neither."""
    from gonogo.cli.progress import Progress
    from gonogo.commands import bump

    return bump.push(Path.cwd(), Progress())
