"""Where the releases of several packages stand: a row for each, at the root of their repository."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from gonogo.commands import status
from gonogo.git.repository import Git
from gonogo.model.board import Board, Row, error_row
from gonogo.model.errors import GonogoError, counted
from gonogo.model.verdict import Finding, Verdict
from gonogo.release import contexts, group, recovery, state
from gonogo.release.group import Group, Member, News

AT_ONCE = 8
"""Packages that are asked about side by side."""


@dataclass(frozen=True)
class Standing:
    """One package as it stands: its row, whether anything waits in it, and what leads its open release on."""

    row: Row
    waits: bool
    following: str = ""


def board(folder: Path) -> Board:
    """Say where every package's release stands, and what waits in each; nothing is changed."""
    found = group.read(folder)
    git = Git(found.root)
    branch = status.unborn(git)
    title = f"{found.root.name}: {counted(len(found.members), 'package')}"
    if branch:
        note = f"branch {branch} has no commit yet, so there is nothing to release"
        return Board(title, (Row("state", Verdict.GO, note=note),), status.FIRST_COMMIT)
    with ThreadPoolExecutor(AT_ONCE, "status") as pool:
        standings = tuple(pool.map(partial(standing, found), found.members))
    rows = (*(one.row for one in standings), *recovery.left_behind(git), *left_out(git))
    return Board(title, rows, next_command(standings))


def standing(found: Group, member: Member) -> Standing:
    """Read where one package stands; what cannot be read is its row."""
    started = time.monotonic()
    try:
        news = group.news(found, member)
        context = contexts.real(member.project, member.project.settings.index)
        seen = state.read(member.project, context)
        following = state.next_command(seen, context) if seen.state.is_open else ""
    except GonogoError as error:
        return Standing(error_row(member.project.name, error, time.monotonic() - started), waits=False)
    verdict = status.overall(seen.state)
    row = Row(member.project.name, verdict, time.monotonic() - started, note(member, news, seen.state.value))
    if verdict is not Verdict.GO:
        fix = f"in {member.folder}, see more with: invoke status"
        row = replace(row, findings=(Finding(seen.state.value, seen.why, fix=fix),))
    return Standing(row, bool(news), following)


def note(member: Member, news: News, state_name: str) -> str:
    """Return what a row says: the version, the last tag, how far the release is, and what waits."""
    last = news.last.name or "never released"
    notes, files = counted(len(news.notes), "note"), counted(len(news.files), "file")
    return f"{member.project.version}; {last}; {state_name}; {notes}, {files} changed"


def left_out(git: Git) -> list[Row]:
    """Return the row on uncommitted changes: they are in no release."""
    count = len(git.status())
    return [Row("not in it", Verdict.GO, note=f"{counted(count, 'uncommitted path')}, in no release")] if count else []


def next_command(standings: Sequence[Standing]) -> str:
    """Return what leads on: what an open release waits for, else a release of what waits."""
    following = [one.following.partition(" --at ")[0] for one in standings if one.following]
    for command in (*CARRYING, *following):
        if command in following:
            return command if command in CARRYING else "in that package's folder: invoke status"
    return "invoke release --all --part minor" if any(one.waits for one in standings) else ""


CARRYING = ("invoke push", "invoke resume", "invoke undo", "invoke tag")
"""What carries open releases on at the root."""
