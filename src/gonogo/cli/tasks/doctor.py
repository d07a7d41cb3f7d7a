"""`gonogo doctor`: whether a project is set up for releases."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gonogo.cli.task import command

if TYPE_CHECKING:
    from gonogo.model.board import Board

HELP = {"forge": "read the settings on GitHub too, with the token in GITHUB_TOKEN or GH_TOKEN or that of gh"}


@command(help=HELP)
def doctor(forge: bool = False) -> Board:
    """Check a project's set-up: identity, remote, tags, changelog, files, workflow; list what to check yourself."""
    from gonogo.commands import doctor as checks

    return checks.board(Path.cwd(), checks.with_forge) if forge else checks.board(Path.cwd())
