"""`invoke news`: a note for the next release."""

from __future__ import annotations

from pathlib import Path

from gonogo.cli.task import command
from gonogo.model.board import Board

HELP = {
    "text": "what changed, in one sentence",
    "type_": "the type of the note, e.g. feature or bugfix",
    "issue": "the issue or pull request that it belongs to; none makes an orphan",
}


@command(help=HELP)
def news(text: str, type_: str = "feature", issue: str = "") -> Board:
    """Write a note for the next release as a fragment."""
    from gonogo.commands import news as notes

    return notes.write(Path.cwd(), type_, issue, text)
