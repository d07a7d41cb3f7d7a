"""`invoke next-dev`: back to development after a release."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gonogo.cli.task import command

if TYPE_CHECKING:
    from gonogo.model.board import Board


@command
def next_dev() -> Board:
    """Commit the development version that follows the release."""
    from gonogo.commands import next_dev as next_dev_command
    from gonogo.release.day import today

    return next_dev_command.next_dev(Path.cwd(), today())
