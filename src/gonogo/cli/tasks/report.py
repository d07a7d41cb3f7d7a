"""`gonogo report`: a release or rehearsal as one HTML page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gonogo.cli.task import command

if TYPE_CHECKING:
    from gonogo.model.board import Board

HELP = {
    "version": "the version, or its tag; by default the last release or rehearsal",
    "into": "the folder to write the page into; by default one inside .git",
}


@command(positional=["version"], help=HELP)
def report(version: str = "", into: str = "") -> Board:
    """Write one HTML page of a release or rehearsal: timeline, verdicts, files, changelog."""
    from gonogo.commands import report as reports

    return reports.write(Path.cwd(), version, into)
