"""`invoke bump`: the next release, prepared and landed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gonogo.cli.task import door
from gonogo.model.board import Board

HELP = {
    "part": "major, minor, patch, pre, post, dev, final, or auto",
    "pre": "the stage of a pre-release: a, b or rc",
    "to": "the version itself, e.g. 1.4.0",
    "empty": "release although there are no fragments",
}


@door(help=HELP)
def bump(_context: Any, part: str = "", pre: str = "", to: str = "", empty: bool = False) -> Board:
    """Prepare the next release in a temporary clone, and land its commit and tag here."""
    from gonogo.project.bump import Bumper

    early = Bumper()
    from gonogo.cli.progress import Progress
    from gonogo.commands import bump as release
    from gonogo.release.planner import Request
    from gonogo.release.steps.prepare import today

    return release.bump(Path.cwd(), Request(part, pre, to, empty), today(), Progress(), early)
