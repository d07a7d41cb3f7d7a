"""Notes of the next release: written, checked, shown, and brought to another branch."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gonogo.cli.task import command
from gonogo.model.errors import GonogoError

if TYPE_CHECKING:
    from gonogo.model.board import Board


NEWS_HELP = {
    "text": "what changed, in one sentence",
    "type_": "the type of the note, e.g. feature or bugfix",
    "issue": "the issue or pull request that it belongs to; without it, the fragment has no number",
    "check": "write nothing: check that the change since a base has its note",
    "base": "with --check: what the change is compared with; by default the release branch of the remote",
    "label": "with --check: a label that the change has; can be given again",
    "pull_request": "with --check: the number of the pull request, whose labels are read from the forge",
}


class OnlyWithCheck(GonogoError):
    text = "--{option} has no effect without --check"
    hint_text = "type: invoke news --check --{option} {value}"


@command(help=NEWS_HELP, iterable=["label"], alone={"check": "text"})
def news(
    text: str,
    label: list[str],
    type_: str = "feature",
    issue: str = "",
    check: bool = False,
    base: str = "",
    pull_request: str = "",
) -> Board:
    """Write a note for the next release as a fragment; or check that a change has its note."""
    from gonogo.commands import news as notes

    if check:
        return notes.check(Path.cwd(), notes.Asked(base, tuple(label), pull_request))
    for option, value in {"base": base, "label": " ".join(label), "pull-request": pull_request}.items():
        if value:
            raise OnlyWithCheck(option=option, value=value)
    return notes.write(Path.cwd(), type_, issue, text)


CHANGELOG_HELP = {
    "part": "the part that the next release raises; by default the smallest that the notes allow",
    "pre": "the stage of a pre-release: a, b or rc",
    "to": "the version itself, e.g. 1.4.0",
}


@command(help=CHANGELOG_HELP)
def changelog(part: str = "", pre: str = "", to: str = "") -> Board:
    """Show the changelog's next section; nothing is changed."""
    from gonogo.commands import news
    from gonogo.release.contexts import today
    from gonogo.release.planner import Request

    return news.preview(Path.cwd(), Request(part or ("" if to else "auto"), pre, to), today())


@command(help={"tag": "the tag of the maintenance release, e.g. v1.2.4"})
def forward_port(tag: str) -> Board:
    """Bring the changelog section of a maintenance release into this branch."""
    from gonogo.commands import forward_port as port

    return port.forward_port(Path.cwd(), tag)
