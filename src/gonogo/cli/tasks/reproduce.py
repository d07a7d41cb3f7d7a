"""`gonogo reproduce NAME VERSION`: a published release, rebuilt from its tag and compared."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gonogo.cli.task import command

if TYPE_CHECKING:
    from gonogo.model.board import Board

HELP = {
    "name": "the name of the project, as the index has it",
    "version": "the version",
    "index": "the index that serves it: pypi, testpypi or one of [tool.gonogo.indexes]",
    "source": "the repository, an address or a path; by default this one, if it contains the project",
}


@command(help=HELP, program_only=True)
def reproduce(name: str, version: str, index: str = "pypi", source: str = "") -> Board:
    """Rebuild a published release from its tag, and compare it with what the index serves, member by member.

    It runs the build of that project, as an installation from its sdist would.
    """
    from gonogo.cli.progress import Progress
    from gonogo.commands import reproduce as again

    return again.reproduce(Path.cwd(), again.Request(name, version, index, source), Progress())
