"""`invoke release`: the whole release, judged and rehearsed before anything goes out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from gonogo.cli.task import REQUEST_HELP, command
from gonogo.model.errors import GonogoError

if TYPE_CHECKING:
    from gonogo.commands.release import Consent
    from gonogo.model.board import Board
    from gonogo.release.group.plan import Wanted

HELP = {
    **REQUEST_HELP,
    "yes": "do not ask",
    "part": f"{REQUEST_HELP['part']}; of several packages one for all, or a list such as core=minor,app=patch",
    "all_": "at the root of several packages, release each that has notes or changes since its last release",
    "package": "at the root of several packages, release this one; can be given again",
    "pr": "put the release commit on a branch for a pull request; the tag follows with invoke tag",
    "standing": "keep the pull request of release/next up to date; if it is merged, tag and publish it",
    "into": "with --standing: build, test and check only, and write what is to be pushed into a folder for another job",
    "from_": "with --standing: push what another job has written into a folder",
}


class OnlyWithStanding(GonogoError):
    text = "--{option} has no effect without --standing"
    hint_text = "type: invoke release --standing --{option} FOLDER"


@command(help=HELP, iterable=["package"])
def release(
    part: str = "",
    pre: str = "",
    to: str = "",
    empty: bool = False,
    yes: bool = False,
    pr: bool = False,
    all_: bool = False,
    standing: bool = False,
    into: str = "",
    from_: str = "",
    package: list[str] | None = None,
) -> Board:
    """Rehearse the next release; if all of it is GO, put it into this repository and push it."""
    from gonogo.cli import terminal
    from gonogo.cli.progress import Progress
    from gonogo.commands import pull_request
    from gonogo.commands import release as whole
    from gonogo.commands.group import pull_request as group_pull_request
    from gonogo.commands.group import release as group_release
    from gonogo.release.contexts import today
    from gonogo.release.group.plan import Wanted
    from gonogo.release.planner import Request

    consent = terminal.agreed if yes else terminal.ask
    wanted = Wanted(Request(part, pre, to, empty), every=all_, packages=tuple(package or ()))
    if standing:
        request = Request(part or ("" if to else "auto"), pre, to, empty)
        return _standing(replace(wanted, request=request), into, from_, consent)
    if into or from_:
        raise OnlyWithStanding(option="into" if into else "from")
    if wanted.is_several:
        together = group_pull_request.release if pr else group_release.release
        return together(Path.cwd(), wanted, today(), Progress(), consent)
    way = pull_request.release if pr else whole.release
    return way(Path.cwd(), wanted.request, today(), Progress(), consent)


def _standing(wanted: Wanted, into: str, source: str, consent: Consent) -> Board:
    """Keep the standing pull request up to date: in one command, or judged by one job and pushed by another."""
    from gonogo.cli.progress import Progress
    from gonogo.commands import standing, standing_act
    from gonogo.commands.group import standing as group_standing
    from gonogo.release.contexts import today

    folder, progress = Path.cwd(), Progress()
    if source:
        return standing_act.act(folder, Path(source).resolve(), progress)

    def prepare(place: Path) -> Board:
        if group_standing.is_for(folder, wanted):
            return group_standing.prepare(folder, wanted, today(), progress, place)
        return standing.prepare(folder, wanted.request, today(), progress, place)

    return prepare(Path(into).resolve()) if into else standing_act.at_once(folder, prepare, progress, consent)
