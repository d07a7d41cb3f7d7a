"""Files of a release, whoever made them: judged, rebuilt, yanked, and shown as a page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gonogo.cli.task import command

if TYPE_CHECKING:
    from gonogo.model.board import Board


INSPECT_HELP = {
    "files": "sdists and wheels of any project, as plain words: gonogo inspect FILE...",
    "for_": "the client that would send them: twine or uv",
    "index": "an index to ask: pypi, testpypi or one of [tool.gonogo.indexes]; without it nothing is asked",
}


@command(help=INSPECT_HELP, iterable=["files"])
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


REPRODUCE_HELP = {
    "name": "the name of the project, as the index has it",
    "version": "the version",
    "index": "the index that serves it: pypi, testpypi or one of [tool.gonogo.indexes]",
    "source": "the repository, an address or a path; by default this one, if it contains the project",
}


@command(help=REPRODUCE_HELP, program_only=True)
def reproduce(name: str, version: str, index: str = "pypi", source: str = "") -> Board:
    """Rebuild a published release from its tag, and compare it with what the index serves, member by member.

    It runs the build of that project, as an installation from its sdist would.
    """
    from gonogo.cli.progress import Progress
    from gonogo.commands import reproduce as again

    return again.reproduce(Path.cwd(), again.Request(name, version, index, source), Progress())


YANK_HELP = {
    "name": "the name of the project, as the index has it",
    "version": "the version that is bad",
    "index": "the index that serves it: pypi, testpypi or one of [tool.gonogo.indexes]",
    "reason": "what is wrong with it, as installers will show it",
}


@command(help=YANK_HELP, program_only=True)
def yank(name: str, version: str, index: str = "pypi", reason: str = "") -> Board:
    """Say how to yank a release: the page to open, what to click and to write, and what comes next.

    The index lets no program do it. Nothing is changed; type it again to check that the release is yanked.
    """
    from gonogo.commands import yank as away

    return away.yank(Path.cwd(), away.Request(name, version, index, reason))


REPORT_HELP = {
    "version": "the version, or its tag; by default the last release or rehearsal",
    "into": "the folder to write the page into; by default one inside .git",
}


@command(positional=["version"], help=REPORT_HELP)
def report(version: str = "", into: str = "") -> Board:
    """Write one HTML page of a release or rehearsal: timeline, verdicts, files, changelog."""
    from gonogo.commands import report as reports

    return reports.write(Path.cwd(), version, into)
