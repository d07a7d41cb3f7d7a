"""`invoke release`: the whole release, judged and rehearsed before anything goes out."""

from __future__ import annotations

from pathlib import Path

from gonogo.cli.task import REQUEST_HELP, command
from gonogo.model.board import Board

HELP = {
    **REQUEST_HELP,
    "yes": "do not ask",
    "pr": "put the release commit on release/VERSION for a pull request; the tag follows with invoke tag",
}


@command(help=HELP)
def release(
    part: str = "",
    pre: str = "",
    to: str = "",
    empty: bool = False,
    yes: bool = False,
    pr: bool = False,
) -> Board:
    """Rehearse the next release for real, and if all of it is GO, land and push it."""
    from gonogo.cli import terminal
    from gonogo.cli.progress import Progress
    from gonogo.commands import pull_request
    from gonogo.commands import release as whole
    from gonogo.release.day import today
    from gonogo.release.planner import Request

    consent = terminal.agreed if yes else terminal.ask
    way = pull_request.release if pr else whole.release
    return way(Path.cwd(), Request(part, pre, to, empty), today(), Progress(), consent)
