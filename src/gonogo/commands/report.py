"""The report: one HTML page of a release or rehearsal, from its record."""

from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from gonogo import changelog
from gonogo.git.repository import Git
from gonogo.model.board import Board, Row
from gonogo.model.errors import GonogoError, counted, readable
from gonogo.model.verdict import Verdict, overall
from gonogo.release import record
from gonogo.release.record import WAIT, Record, Span
from gonogo.release.survey import survey

SHORTEST = 0.05  # seconds below which a wait is left out


@dataclass(frozen=True)
class Bar:
    """One line of the timeline: its span, when it begins in seconds of the whole, and its place there in percent."""

    span: Span
    start: float
    left: float
    width: float


def write(folder: Path, version: str, into: str) -> Board:
    """Write the page of a version, or of the last release or rehearsal, into git's folder or the one that is named."""
    git = Git(folder)
    found = record.find(git.folder / record.FOLDER, version)
    place = folder / into if into else git.folder / "gonogo" / "reports"
    place.mkdir(parents=True, exist_ok=True)
    path = place / f"{found.slug}.html"
    path.write_text(page(found, section(folder, found)), encoding="utf-8")
    verdict = overall(row.verdict for row in found.rows)
    note = f"wrote {path}: {counted(len(found.rows), 'row')}, the whole {verdict.value}"
    return Board(f"report: {found.name} {found.version}", (Row("report", Verdict.GO, note=note),), found.next_command)


def section(folder: Path, found: Record) -> str:
    """Return the changelog's section of the release; empty where the files have none."""
    if found.notes:
        return found.notes
    try:
        return changelog.notes_of(survey(folder), found.version)
    except GonogoError:
        return ""


def page(found: Record, notes: str) -> str:
    """Return the page: one HTML document that asks nothing of anywhere and runs no script."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("gonogo.commands"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: readable(value) if isinstance(value, str) else value,
    )
    return environment.get_template("report.html.jinja").render(
        record=found,
        notes=notes.strip(),
        verdict=overall(row.verdict for row in found.rows),
        bars=bars(found),
        began=moment(found),
        whole=whole(found),
    )


def bars(found: Record) -> tuple[Bar, ...]:
    """Return the lines of the timeline, in the order in which they begin; a short wait is left out."""
    start, length = begin(found), whole(found) or 1.0
    shown = (one for one in found.spans if one.kind != WAIT or one.seconds >= SHORTEST)
    return tuple(
        Bar(
            one,
            one.began - start,
            round(100 * (one.began - start) / length, 2),
            round(max(100 * one.seconds / length, 0.4), 2),
        )
        for one in sorted(shown, key=lambda span: span.began)
    )


def begin(found: Record) -> float:
    """Return when the first of it began, in seconds since 1970."""
    return min((span.began for span in found.spans), default=0.0)


def whole(found: Record) -> float:
    """Return the seconds from the begin of the first to the end of the last."""
    return max((span.began + span.seconds for span in found.spans), default=0.0) - begin(found)


def moment(found: Record) -> str:
    """Return when the release began, in UTC."""
    return f"{datetime.fromtimestamp(begin(found), timezone.utc):%Y-%m-%d %H:%M:%S} UTC" if found.spans else ""
