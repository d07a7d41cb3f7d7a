"""Yanking: the way to take a bad release out of the resolvers' choice, which no index offers to a program."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from packaging.utils import canonicalize_name

from gonogo.commands.reproduce import NotPublished, settings_of
from gonogo.index import reading
from gonogo.model.board import Board, Row
from gonogo.model.errors import counted
from gonogo.model.index import Index, Served
from gonogo.model.verdict import Finding, Verdict


@dataclass(frozen=True)
class Request:
    """Which release is bad, on which index, and why; a reason left empty is to be thought of."""

    name: str
    version: str
    index: str = "pypi"
    reason: str = ""


def yank(here: Path, request: Request) -> Board:
    """Look at a release on its index, and say what to click and to write, and what comes next; nothing is changed."""
    index = reading.known(request.index, settings_of(here))
    served = reading.of_version(reading.files(index, request.name), request.version)
    if not served:
        raise NotPublished(index=index.name, name=request.name, version=request.version)
    left = [one for one in served if not one.yanked]
    rows = (seen(index, request, served, left), *([clicks(request)] if left else []), afterwards(request))
    after = "release the fix with: invoke release --part patch" if left else "invoke status"
    return Board(f"yank {request.name} {request.version}", rows, after)


def seen(index: Index, request: Request, served: Sequence[Served], left: Sequence[Served]) -> Row:
    """Say what the index serves, and whether that is yanked."""
    how = f"{len(left)} of them not yanked" if left else "all of them yanked"
    return Row(
        "index", Verdict.GO, note=f"{index.name} serves {counted(len(served), 'file')} of {request.version}, {how}"
    )


def clicks(request: Request) -> Row:
    """Say what to click and to write; where the pages of an index are not known, what to look for."""
    site = reading.site(request.index)
    page = f"{site}/manage/project/{canonicalize_name(request.name)}/releases/" if site else ""
    reason = (
        request.reason or f"what is wrong, and what to use: 'loses data on save; use a version after {request.version}'"
    )
    steps = (
        f"open {page}" if page else f"open the page of {request.name} on {request.index}, and look for a way to yank",
        f"in the row {request.version}, click Options, then Yank",
        f"as the reason write {reason}",
        f"type {request.version} to confirm, and click Yank release",
    )
    return boxes("to do", steps if page else (steps[0], steps[2]))


def afterwards(request: Request) -> Row:
    """Say what a yank does, and what is left to do after it."""
    pinned = f"{request.name}=={request.version}"
    steps = (
        f"check that it is yanked: gonogo yank {request.name} {request.version}",
        f"say so in the forge's release of {request.version}, and in the changelog of the next one",
        "if it is dangerous, write a security advisory on the forge, for those who have installed it",
    )
    note = (
        f"installers do not choose it, but {pinned} still installs, with the reason as a warning; Un-yank takes it back"
    )
    found = boxes("afterwards", steps)
    return Row(found.name, found.verdict, note=note, findings=found.findings)


def boxes(name: str, steps: Sequence[str]) -> Row:
    """Return a row of boxes to tick."""
    return Row(name, Verdict.GO, findings=tuple(Finding("by-hand", f"[ ] {step}", blocking=False) for step in steps))
