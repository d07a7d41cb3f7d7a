"""The extent of a release: what it changes besides the version and the changelog, and where the old version remains."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from gonogo.model.board import Row, examined_row, waived_row
from gonogo.model.errors import GonogoError
from gonogo.model.location import Location
from gonogo.model.plan import Plan
from gonogo.model.verdict import Examined, Finding, claiming
from gonogo.project import dependents, locations
from gonogo.release import left_behind
from gonogo.release.contexts import Context
from gonogo.version.pep440 import same

if TYPE_CHECKING:
    from gonogo.artifacts.builder import Metadata

Entries = Mapping[str, Sequence[str]]  # values of metadata by header
NAME = "nothing else moves"
WAIVER = "nothing_else_moves"
HEADERS = ("Name", "Requires-Dist", "Requires-Python", "Provides-Extra")  # headers that no new version has to change
ENTRY_POINT = "entry point"
BLOCKING = {
    "Requires-Dist": "requirement-moves",
    "Requires-Python": "requirement-moves",
    ENTRY_POINT: "entry-point-moves",
}
"""What stops a release where no setting names it, with the code of its finding: whoever installs it depends on it."""

SHOWN = 5  # how many changed lines, and how many remains of the old version, are listed
_HUNK = re.compile(r"@@ -\S+ \+(\d+)(?:,(\d+))? @@")


def remember(context: Context) -> bool:
    """Keep the metadata of the commit that a release begins with, and clean up; return whether it could be made."""
    from gonogo.artifacts import builder

    try:
        found = builder.metadata(context.clone_folder / context.subfolder, context.backend, context.siblings)
    except GonogoError:
        return False
    keep(found, context, "before")
    if context.clone.status():
        context.clone("clean", "-ffdqx")
        context.clone("checkout", "--quiet", "--", ".")
    return True


def read_after(context: Context) -> Metadata:
    """Ask the backend for the metadata of the release, and keep what is compared with the commit before."""
    from gonogo.artifacts import builder

    found = builder.metadata(context.clone_folder / context.subfolder, context.backend, context.siblings)
    keep(found, context, "after")
    return found


def keep(found: Metadata, context: Context, when: str) -> None:
    """Keep what is compared of metadata."""
    file(context, when).write_text(json.dumps(entries(found)), encoding="utf-8")


def entries(found: Metadata) -> Entries:
    """Return what is compared of metadata: some of its headers, and the entry points."""
    return {**{header: found.all(header) for header in HEADERS}, ENTRY_POINT: found.entry_points}


def file(context: Context, when: str) -> Path:
    """Return where the headers from `before` the release, or from `after` it, are kept."""
    return context.clone_folder.with_name(f"metadata-{context.project.name}-{when}.json")


def row(plan: Plan, context: Context) -> Row:
    """Compare metadata and files before and after; a requirement that moves, and that no setting names, is NO-GO."""
    reason = context.project.settings.waivers.get(WAIVER)
    if reason:
        return waived_row(NAME, reason)
    return examined_row(NAME, look(plan, context))


def look(plan: Plan, context: Context) -> Examined:
    """Return what moved: requirements, entry points, other metadata, and lines that hold no version."""
    lines = changed(plan, context)
    others = [f"{path}:{number} {text.strip()}" for path, number, text in lines if not is_known(path, number, context)]
    notes = [f"also changed: {listed(others)}"] if others else []
    findings: list[Finding] = []
    for move in moved(context):
        if is_stopping(move, plan, context):
            findings.append(stopping(move))
        else:
            said = ", as the settings of bump-my-version say" if move.header in BLOCKING else ""
            notes.append(f"{move.header} {move.how}: {move.entry}{said}")
    return claiming(
        len(lines) or 1,
        (*findings, *remains(plan, context), *left_behind.stale(plan, context)),
        "; ".join(notes) or "only the version",
    )


MOVES, GONE = "moves", "is gone"
FIXES = {
    MOVES: "give its file an exact `search` in the settings of bump-my-version, or name it there to move it",
    GONE: "make it independent of the version; or write a reason as nothing_else_moves under [tool.gonogo.waivers]",
}


class Move(NamedTuple):
    """One difference of the metadata: the header, its entry, and whether that came or went."""

    header: str
    entry: str
    how: str


def moved(context: Context) -> Iterator[Move]:
    """Yield what the metadata, as it was read back, has otherwise than before."""
    if file(context, "before").is_file():
        before, after = (json.loads(file(context, when).read_text(encoding="utf-8")) for when in ("before", "after"))
        yield from differences(before, after)


def differences(before: Entries, after: Entries) -> Iterator[Move]:
    """Yield each entry that is in one of two metadata; not as gone, where another one of its name replaces it."""
    for header in (*HEADERS, ENTRY_POINT):
        came = sorted(set(after[header]) - set(before[header]))
        replaced = {subject(header, entry) for entry in came}
        yield from (Move(header, entry, MOVES) for entry in came)
        for entry in sorted(set(before[header]) - set(after[header])):
            if subject(header, entry) not in replaced:
                yield Move(header, entry, GONE)


def is_stopping(move: Move, plan: Plan, context: Context) -> bool:
    """Return whether a move stops a release: somebody depends on the entry, and no setting names it."""
    return move.header in BLOCKING and not follows(move, plan) and not named(move.header, move.entry, plan, context)


def follows(move: Move, plan: Plan) -> bool:
    """Return whether a requirement moves because it follows the new version of a package that is released too."""
    if move.header != "Requires-Dist":
        return False
    ours = {requirement(text) for one in plan.raised for text in (one.old, one.new)}
    return requirement(move.entry) in ours


def requirement(text: str) -> tuple[str, str]:
    """Return what a requirement asks for, whatever extra asks it: a canonical name and its specifiers."""
    found = Requirement(text)
    return canonicalize_name(found.name), str(found.specifier)


def stopping(move: Move) -> Finding:
    """Return the finding of a move that stops a release."""
    what = f"{move.header} {move.how} with the version: {move.entry}"
    return Finding(BLOCKING[move.header], what, fix=FIXES[move.how])


def subject(header: str, entry: str) -> str:
    """Return what an entry of the metadata is about: a package, the name of an entry point, else its header."""
    if header == "Requires-Dist":
        return re.split(r"[^\w.-]", entry, maxsplit=1)[0]
    if header == ENTRY_POINT:
        return entry.partition(" = ")[0]
    return entry if header == "Provides-Extra" else header


def named(header: str, entry: str, plan: Plan, context: Context) -> bool:
    """Return whether the project's own settings name an entry on purpose, in a text that they search for."""
    from gonogo.project import bump

    searched = bump.searches(context.project.root)
    if header != ENTRY_POINT:
        return bump.names(searched, entry)
    name = subject(header, entry).partition(": ")[2]
    words = rf"(?<![\w.-]){re.escape(name)}(?![\w.-])"
    texts = (text.replace("{current_version}", version) for text in searched for version in (plan.old, plan.new))
    return any(re.search(words, text) for text in texts)


def changed(plan: Plan, context: Context) -> list[tuple[str, int, str]]:
    """Return every line that the release adds or changes: path from the project's folder, number and text."""
    base, root = plan.base, context.subfolder.as_posix()
    words = ("--unified=0", "--diff-filter=d", "--no-color", "--no-ext-diff", "--no-renames", "--relative", base)
    text = context.clone("-C", root, "diff", *words, context.commit(plan))
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
    spot = locations.find(root, place)
    content = spot.text.content
    return range(content.count("\n", 0, spot.start) + 1, content.count("\n", 0, spot.end) + 2)


def remains(plan: Plan, context: Context) -> tuple[Finding, ...]:
    """Return the advice that names where the old version still stands; none where it does nowhere."""
    if not plan.old or same(plan.old, plan.new):
        return ()
    found = [f"{path}:{number} {text}" for path, number, text in standing(plan, context)]
    if not found:
        return ()
    fix = "to change one with the version, name it in the setting `also` of [tool.gonogo]"
    return (Finding("old-version-remains", f"{plan.old} is still in {listed(found)}", fix=fix, blocking=False),)


def standing(plan: Plan, context: Context) -> Iterator[tuple[str, int, str]]:
    """Yield the lines of the release commit that hold the old version, as text or as a tuple of numbers."""
    numbers = r",[ ]*".join(plan.old.split("."))
    patterns = dict.fromkeys((re.escape(plan.old), re.escape(context.project.spelt(plan.old)), numbers))
    given = [word for pattern in patterns for word in ("-e", pattern)]
    words = ("grep", "-n", "-I", "-w", "--threads=1", "--no-color", "-E", *given)
    out = (context.project.changelog, *LOCKS, "CITATION.cff", *plan.fragments)
    left_out = [f":(exclude,glob)**/{Path(path).name}" for path in out if path]
    done = context.clone.run("-C", context.subfolder.as_posix(), *words, context.commit(plan), "--", ".", *left_out)
    for line in done.stdout.splitlines():
        path, number, text = [*line.partition(":")[2].split(":", 2), "", ""][:3]
        if number.isdigit() and not is_history(path) and not SINCE.search(text):
            yield path, int(number), text.strip()[:60]


SINCE = re.compile(r"\b(version(added|changed|removed)|deprecated(-removed)?)::")
"""A directive of Sphinx that says since which version something is so."""


def is_history(path: str) -> bool:
    """Return whether a file lists past releases, where old versions belong."""
    return bool(re.search(r"(?i)(^|/)(change|history|news|release)", path))


def listed(found: list[str]) -> str:
    """Return the first of several things, and how many more there are."""
    more = len(found) - SHOWN
    return "; ".join(found[:SHOWN]) + (f" and {more} more" if more > 0 else "")
