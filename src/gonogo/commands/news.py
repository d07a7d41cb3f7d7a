"""Notes of the next release: written as fragments, and shown as the changelog will have them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from gonogo import changelog
from gonogo.model.board import Board, Row
from gonogo.model.errors import GonogoError
from gonogo.model.plan import Plan
from gonogo.model.verdict import Verdict
from gonogo.release import planner
from gonogo.release.planner import Request
from gonogo.release.survey import survey


class NoFragments(GonogoError):
    """The project's changelog is not made of fragments."""

    text = "{where} is not made of fragments"
    hint_text = "write the note into it by hand; or make a folder changelog.d to begin with fragments"


def write(folder: Path, kind: str, issue: str, text: str) -> Board:
    """Write a note as a fragment."""
    from gonogo.changelog import writing

    project = survey(folder)
    if project.changelog_kind != "towncrier":
        raise NoFragments(where=project.changelog or "the changelog")
    path = writing.add(project.root, project.changelog, kind, issue, text)
    return Board("news", (Row("news", Verdict.GO, note=f"wrote {path}"),), f"git add {path}")


def preview(folder: Path, request: Request, today: date) -> Board:
    """Show the section that the next release would get; nothing is changed."""
    project = survey(folder)
    new = planner.target(project, request, today)
    waiting = changelog.pending(project, allow_empty=request.empty, since=planner.set_ahead_of(project, new))
    plan = Plan(name=project.name, base="", branch="", old=project.version, new=new, tag="", message="")
    section = changelog.preview(project, plan, today)
    note = f"{project.changelog or 'no changelog'}: {len(waiting)} waiting, nothing was changed"
    row = Row("changelog", Verdict.GO, note=note)
    return Board(f"changelog of {project.name} {new}", (row,), f"invoke bump {request.words}", text=section)
