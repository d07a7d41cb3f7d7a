"""The extent of a release: what it changes besides the version and the changelog, and where the old version remains."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from gonogo.model.board import Row, waived_row
from gonogo.model.errors import GonogoError
from gonogo.model.location import Location
from gonogo.model.plan import Plan
from gonogo.model.verdict import Examined, Finding
from gonogo.project import dependents
from gonogo.release.contexts import Context

if TYPE_CHECKING:
    from gonogo.artifacts.builder import Metadata

NAME = "nothing else moves"
WAIVER = "nothing_else_moves"
HEADERS = ("Name", "Requires-Dist", "Requires-Python", "Provides-Extra")
"""Headers of the metadata that a new version has no reason to change."""

SHOWN = 5
"""How many changed lines, and how many remains of the old version, are listed."""

_HUNK = re.compile(r"@@ -\S+ \+(\d+)(?:,(\d+))? @@")


def remember(context: Context) -> None:
    """Keep what is compared of the metadata of the commit that a release begins with, beside its temporary clone.

    What the backend leaves behind there, such as an egg-info, is removed. A project whose metadata cannot be made has
    none to compare: reading the new version back reports that.
    """
    from gonogo.artifacts import builder

    try:
        found = builder.metadata(context.clone_folder / context.subfolder, context.backend)
    except GonogoError:
        return
    keep(found, context, "before")
    if context.clone.status():
        context.clone("clean", "-ffdqx")
        context.clone("checkout", "--quiet", "--", ".")


def read_after(context: Context) -> Metadata:
    """Ask the backend for the metadata of the release, and keep what is compared with the commit before."""
    from gonogo.artifacts import builder

    found = builder.metadata(context.clone_folder / context.subfolder, context.backend)
    keep(found, context, "after")
    return found


def keep(found: Metadata, context: Context, when: str) -> None:
    """Keep the headers of metadata that are compared."""
    entries = {header: found.all(header) for header in HEADERS}
    file(context, when).write_text(json.dumps(entries), encoding="utf-8")


def file(context: Context, when: str) -> Path:
    """Return where the headers from `before` the release, or from `after` it, are kept."""
    return context.clone_folder.with_name(f"metadata-{when}.json")


def row(plan: Plan, context: Context) -> Row:
    """Compare metadata and files before and after; a requirement that moves, and that no setting names, is NO-GO."""
    reason = context.project.settings.waivers.get(WAIVER)
    if reason:
        return waived_row(NAME, reason)
    examined = look(plan, context)
    return Row(NAME, examined.verdict, 0.0, examined.note, examined.findings)


def look(plan: Plan, context: Context) -> Examined:
    """Return what moved: requirements, other metadata, and lines that hold no version."""
    lines = changed(plan, context)
    others = [f"{path}:{number} {text.strip()}" for path, number, text in lines if not is_known(path, number, context)]
    notes = [f"also changed: {listed(others)}"] if others else []
    findings: list[Finding] = []
    for header, entry in moved(context):
        if header == "Requires-Dist" and named(entry, context):
            notes.append(f"{entry} moves, as the settings of bump-my-version say")
        elif header in ("Requires-Dist", "Requires-Python"):
            fix = "give its file an exact `search` in the settings of bump-my-version, or name it there to move it"
            findings.append(Finding("requirement-moves", f"{header} moves with the version: {entry}", fix=fix))
        else:
            notes.append(f"{header} becomes {entry}")
    return Examined(len(lines) or 1, (*findings, *remains(plan, context)), "; ".join(notes) or "only the version")


def moved(context: Context) -> Iterator[tuple[str, str]]:
    """Yield each header of the metadata that has an entry now, as it was read back, which it did not have before."""
    if not file(context, "before").is_file():
        return
    before, after = (json.loads(file(context, when).read_text(encoding="utf-8")) for when in ("before", "after"))
    for header in HEADERS:
        for entry in sorted(set(after[header]) - set(before[header])):
            yield header, entry


def named(entry: str, context: Context) -> bool:
    """Return whether the project's own settings name a requirement on purpose, in a text that they search for."""
    from gonogo.project import bump

    return bump.names(bump.searches(context.project.root), entry)


def changed(plan: Plan, context: Context) -> list[tuple[str, int, str]]:
    """Return every line that the release adds or changes: path from the project's folder, number and text."""
    base, root = plan.base, context.subfolder.as_posix()
    words = ("diff", "--unified=0", "--no-color", "--no-ext-diff", "--no-renames", "--relative", base)
    text = context.clone("-C", root, *words, context.commit(plan))
    found: list[tuple[str, int, str]] = []
    path, number = "", 0
    for line in text.split("\n"):
        hunk = _HUNK.match(line)
        if line.startswith("+++ "):
            path = line.removeprefix("+++ ").removeprefix("b/")
        elif hunk:
            number = int(hunk[1])
        elif line.startswith("+"):
            found.append((path, number, line[1:]))
            number += 1
    return found


def is_known(path: str, number: int, context: Context) -> bool:
    """Return whether a line is of the changelog or a lock file, or holds the version where the project keeps it."""
    project = context.project
    if path in (project.changelog, "CITATION.cff") or Path(path).name in LOCKS or path in project.settings.locks:
        return True
    places = [place for place in (*project.places, *project.settings.also) if place.path == path]
    return any(number in lines_of(context.clone_folder / context.subfolder, place) for place in places)


LOCKS = (*dependents.LOCKS, "pylock.toml")


def lines_of(root: Path, place: Location) -> range:
    """Return the numbers of the lines on which a version stands."""
    from gonogo.project import locations

    spot = locations.find(root, place)
    content = spot.text.content
    return range(content.count("\n", 0, spot.start) + 1, content.count("\n", 0, spot.end) + 2)


def remains(plan: Plan, context: Context) -> tuple[Finding, ...]:
    """Return the advice that names where the old version still stands; none where it does nowhere."""
    if not plan.old:
        return ()
    found = [f"{path}:{number} {text}" for path, number, text in standing(plan, context)]
    if not found:
        return ()
    fix = "move one with the version by naming it under also in [tool.gonogo]"
    return (Finding("old-version-remains", f"{plan.old} still stands in {listed(found)}", fix=fix, blocking=False),)


def standing(plan: Plan, context: Context) -> Iterator[tuple[str, int, str]]:
    """Yield the lines of the release commit that hold the old version, as text or as a tuple of numbers."""
    numbers = r",[ ]*".join(plan.old.split("."))
    words = ("grep", "-n", "-I", "-w", "--no-color", "-E", "-e", re.escape(plan.old), "-e", numbers)
    out = (context.project.changelog, *LOCKS, "CITATION.cff", *plan.fragments)
    left_out = [f":(exclude,glob)**/{Path(path).name}" for path in out if path]
    done = context.clone.run("-C", context.subfolder.as_posix(), *words, context.commit(plan), "--", ".", *left_out)
    for line in done.stdout.splitlines():
        path, number, text = [*line.partition(":")[2].split(":", 2), "", ""][:3]
        if number.isdigit() and not is_history(path):
            yield path, int(number), text.strip()[:60]


def is_history(path: str) -> bool:
    """Return whether a file lists past releases, where old versions belong."""
    return bool(re.search(r"(?i)(^|/)(change|history|news|release)", path))


def listed(found: list[str]) -> str:
    """Return the first of several things, and how many more there are."""
    more = len(found) - SHOWN
    return "; ".join(found[:SHOWN]) + (f" and {more} more" if more > 0 else "")
