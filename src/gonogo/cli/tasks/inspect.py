"""`gonogo inspect FILE...`: would the index take these files?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gonogo.cli.task import command

if TYPE_CHECKING:
    from gonogo.model.board import Board

HELP = {
    "files": "sdists and wheels of any project, as plain words: gonogo inspect FILE...",
    "for_": "the client that would send them: twine or uv",
    "index": "an index to ask: pypi, testpypi or one of [tool.gonogo.indexes]; without it nothing is asked",
}


@command(help=HELP, iterable=["files"])
def inspect(files: Sequence[str], for_: str = "twine", index: str = "") -> Board:
    """Apply the rules of the index to sdists and wheels, without a repository."""
    from gonogo.commands import inspect as inspect_command

    asked = None
    if index:
        from gonogo.index import reading as indexes
        from gonogo.model.settings import Settings
        from gonogo.project import settings

        here = Path.cwd()
        known = settings.read(here) if (here / "pyproject.toml").is_file() else Settings()
        asked = indexes.known(index, known)
    return inspect_command.inspect([Path(one) for one in files], inspect_command.Question(for_, asked))
