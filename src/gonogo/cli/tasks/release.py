"""`invoke release`: the whole release, judged and rehearsed before anything goes out."""

from __future__ import annotations

from pathlib import Path

from gonogo.cli.task import REQUEST_HELP, command
from gonogo.model.board import Board

HELP = {
    **REQUEST_HELP,
    "yes": "do not ask",
    "part": f"{REQUEST_HELP['part']}; of several packages one for all, or a list such as core=minor,app=patch",
    "all_": "at the root of several packages, release each that has notes or changes since its last release",
    "package": "at the root of several packages, release this one; can be given again",
    "pr": "put the release commit on release/VERSION for a pull request; the tag follows with invoke tag",
}


@command(help=HELP, iterable=["package"])
def release(
    part: str = "",
    pre: str = "",
    to: str = "",
    empty: bool = False,
    yes: bool = False,
    pr: bool = False,
    all_: bool = False,
    package: list[str] | None = None,
) -> Board:
    """Rehearse the next release for real, and if all of it is GO, land and push it."""
    from gonogo.cli import terminal
    from gonogo.cli.progress import Progress
    from gonogo.commands import group_release, pull_request
    from gonogo.commands import release as whole
    from gonogo.release.group_plan import Wanted
    from gonogo.release.planner import Request
    from gonogo.release.steps.prepare import today

    consent = terminal.agreed if yes else terminal.ask
    wanted = Wanted(Request(part, pre, to, empty), every=all_, packages=tuple(package or ()), pull_request=pr)
    if wanted.is_several:
        return group_release.release(Path.cwd(), wanted, today(), Progress(), consent)
    way = pull_request.release if pr else whole.release
    return way(Path.cwd(), wanted.request, today(), Progress(), consent)
