"""`invoke bump`: the next release, prepared and landed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gonogo.cli.task import REQUEST_HELP, command

if TYPE_CHECKING:
    from gonogo.model.board import Board


@command(help=REQUEST_HELP)
def bump(part: str = "", pre: str = "", to: str = "", empty: bool = False) -> Board:
    """Prepare the next release in a temporary clone, and put its commit and tag into this repository."""
    from gonogo.project.bump import Bumper

    early = Bumper()
    from gonogo.cli.progress import Progress
    from gonogo.commands import bump as release
    from gonogo.release.contexts import today
    from gonogo.release.planner import Request

    return release.bump(Path.cwd(), Request(part, pre, to, empty), today(), Progress(), early)
