"""`invoke release`: the whole release, judged and rehearsed before anything goes out."""

from __future__ import annotations

from pathlib import Path

from gonogo.cli.task import REQUEST_HELP, command
from gonogo.model.board import Board
from gonogo.model.errors import GonogoError

HELP = {
    **REQUEST_HELP,
    "yes": "do not ask",
    "pr": "put the release commit on release/VERSION for a pull request; the tag follows with invoke tag",
    "standing": "keep the pull request of release/next up to date; where it is merged, tag and publish it",
    "into": "with --standing: judge only, and write what is to be pushed into a folder for another job",
    "from_": "with --standing: push what another job has judged and written into a folder",
}


class OnlyWithStanding(GonogoError):
    """An option belongs to the standing pull request, which was not asked for."""

    text = "--{option} has no effect without --standing"
    hint_text = "type: invoke release --standing --{option} FOLDER"


@command(help=HELP)
def release(
    part: str = "",
    pre: str = "",
    to: str = "",
    empty: bool = False,
    yes: bool = False,
    pr: bool = False,
    standing: bool = False,
    into: str = "",
    from_: str = "",
) -> Board:
    """Rehearse the next release for real, and if all of it is GO, land and push it."""
    from gonogo.cli import terminal
    from gonogo.cli.progress import Progress
    from gonogo.commands import pull_request
    from gonogo.commands import release as whole
    from gonogo.release.planner import Request
    from gonogo.release.steps.prepare import today

    consent = terminal.agreed if yes else terminal.ask
    if standing:
        from gonogo.commands import standing as first
        from gonogo.commands import standing_act as second

        asked = Request(part or ("" if to else "auto"), pre, to, empty)
        if into:
            return first.prepare(Path.cwd(), asked, today(), Progress(), Path(into).resolve())
        if from_:
            return second.act(Path.cwd(), Path(from_).resolve(), Progress())
        return second.at_once(Path.cwd(), asked, today(), Progress(), consent)
    for option, value in {"into": into, "from": from_}.items():
        if value:
            raise OnlyWithStanding(option=option)
    way = pull_request.release if pr else whole.release
    return way(Path.cwd(), Request(part, pre, to, empty), today(), Progress(), consent)
