"""The release under way: pushed, carried on, taken back, shown, tagged, and what follows it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gonogo.cli.task import command

if TYPE_CHECKING:
    from gonogo.model.board import Board


@command
def push() -> Board:
    """Push the release's branch and tag to the remote, both or neither."""
    from gonogo.cli.progress import Progress
    from gonogo.commands import bump

    return bump.push(Path.cwd(), Progress())


@command(help={"from": "a folder with the files of another job: dist/ and manifest.json"})
def resume(from_: str = "") -> Board:
    """Finish the open release from any state, with the bytes that were judged."""
    from gonogo.cli.progress import Progress
    from gonogo.commands import bump

    handed = Path.cwd() / Path(from_).expanduser() if from_ else None
    return bump.resume(Path.cwd(), Progress(), handed)


@command(help={"remote": "take a pushed release back from the remote too"})
def undo(remote: bool = False) -> Board:
    """Take the open release back completely, as long as nothing of it is published."""
    from gonogo.commands import undo as undo_command

    return undo_command.undo(Path.cwd(), remote=remote)


@command
def status() -> Board:
    """Show the state of the release, and what to type next."""
    from gonogo.commands import status as standing

    return standing.board(Path.cwd())


TAG_HELP = {"at": "the commit to tag, if it is not the one that is checked out", "yes": "do not ask"}


@command(help=TAG_HELP)
def tag(at: str = "", yes: bool = False) -> Board:
    """Tag the merged release commit of this branch, after the checks of a bump, and push the tag."""
    from gonogo.cli import terminal
    from gonogo.cli.progress import Progress
    from gonogo.commands import pull_request

    return pull_request.tag(Path.cwd(), Progress(), at, terminal.agreed if yes else terminal.ask_tag)


@command
def next_dev() -> Board:
    """Commit the development version that follows the release."""
    from gonogo.commands import next_dev as next_dev_command
    from gonogo.release.contexts import today

    return next_dev_command.next_dev(Path.cwd(), today())
