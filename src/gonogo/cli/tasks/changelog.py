"""`invoke changelog`: the next section, before it is written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gonogo.cli.task import command

if TYPE_CHECKING:
    from gonogo.model.board import Board

HELP = {
    "part": "the part that the next release raises; by default the smallest that the notes allow",
    "pre": "the stage of a pre-release: a, b or rc",
    "to": "the version itself, e.g. 1.4.0",
}


@command(help=HELP)
def changelog(part: str = "", pre: str = "", to: str = "") -> Board:
    """Show the changelog's next section; nothing is changed."""
    from gonogo.commands import news
    from gonogo.release.day import today
    from gonogo.release.planner import Request

    return news.preview(Path.cwd(), Request(part or ("" if to else "auto"), pre, to), today())
