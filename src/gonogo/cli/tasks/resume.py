"""`invoke resume`: the open release goes on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gonogo.cli.task import command

if TYPE_CHECKING:
    from gonogo.model.board import Board


@command(help={"from": "a folder with the files of another job: dist/ and manifest.json"})
def resume(from_: str = "") -> Board:
    """Finish the open release from any state, with the bytes that were judged."""
    from gonogo.cli.progress import Progress
    from gonogo.commands import bump

    handed = Path.cwd() / Path(from_).expanduser() if from_ else None
    return bump.resume(Path.cwd(), Progress(), handed)
