"""`invoke tag`: a release that came by a pull request gets its tag."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gonogo.cli.task import door
from gonogo.model.board import Board

HELP = {"at": "the commit to tag, where it is not the one that is checked out", "yes": "do not ask"}


@door(help=HELP)
def tag(_context: Any, at: str = "", yes: bool = False) -> Board:
    """Tag the merged release commit of this branch, after the checks of a bump, and push the tag."""
    from gonogo.cli import question
    from gonogo.cli.progress import Progress
    from gonogo.commands import pull_request

    return pull_request.tag(Path.cwd(), Progress(), at, question.agreed if yes else question.ask_tag)
