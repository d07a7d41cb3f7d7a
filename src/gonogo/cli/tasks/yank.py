"""`gonogo yank NAME VERSION`: what to do where a published release is bad."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gonogo.cli.task import command

if TYPE_CHECKING:
    from gonogo.model.board import Board

HELP = {
    "name": "the name of the project, as the index has it",
    "version": "the version that is bad",
    "index": "the index that serves it: pypi, testpypi or one of [tool.gonogo.indexes]",
    "reason": "what is wrong with it, as installers will show it",
}


@command(help=HELP, program_only=True)
def yank(name: str, version: str, index: str = "pypi", reason: str = "") -> Board:
    """Say how to yank a release: the page to open, what to click and to write, and what comes next.

    The index lets no program do it. Nothing is changed; type it again to check that the release is yanked.
    """
    from gonogo.commands import yank as away

    return away.yank(Path.cwd(), away.Request(name, version, index, reason))
