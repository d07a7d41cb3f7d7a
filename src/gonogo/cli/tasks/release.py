"""`invoke release`: the whole release, judged and rehearsed before anything goes out."""

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
    "yes": "do not ask",
    "pr": "put the release commit on release/VERSION for a pull request; the tag follows with invoke tag",
}


@door(help=HELP)
def release(
    _context: Any,
    part: str = "",
    pre: str = "",
    to: str = "",
    empty: bool = False,
    yes: bool = False,
    pr: bool = False,
) -> Board:
    """Rehearse the next release for real, and if all of it is GO, land and push it."""
    from gonogo.cli import question
    from gonogo.cli.progress import Progress
    from gonogo.commands import pull_request
    from gonogo.commands import release as whole
    from gonogo.release.planner import Request
    from gonogo.release.steps.prepare import today

    consent = question.agreed if yes else question.ask
    way = pull_request.release if pr else whole.release
    return way(Path.cwd(), Request(part, pre, to, empty), today(), Progress(), consent)
