"""`invoke tag`: a release that came by a pull request gets its tag."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gonogo.cli.task import command

if TYPE_CHECKING:
    from gonogo.model.board import Board

HELP = {"at": "the commit to tag, if it is not the one that is checked out", "yes": "do not ask"}


@command(help=HELP)
def tag(at: str = "", yes: bool = False) -> Board:
    """Tag the merged release commit of this branch, after the checks of a bump, and push the tag."""
    from gonogo.cli import terminal
    from gonogo.cli.progress import Progress
    from gonogo.commands import pull_request

    return pull_request.tag(Path.cwd(), Progress(), at, terminal.agreed if yes else terminal.ask_tag)
