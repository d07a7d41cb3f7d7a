"""The open section of a changelog that names no version: its notes become the release's.

Whether its heading stays for what comes next is as the file's history shows: a project that keeps none open, and adds
one with the next note, gets none that is empty.
"""

import re
from collections.abc import Callable
from pathlib import Path

from gonogo.changelog import form, links, titles
from gonogo.changelog.document import PLACEHOLDER, Document, Section
from gonogo.changelog.heading import ROLE
from gonogo.changelog.release import Release
from gonogo.git.repository import Git
from gonogo.system.process import CommandTimedOut

NO_NOTES = "No significant changes."
SECONDS = 10.0  # how long git may look for the commit of the newest release


def way(root: Path, found: Document) -> Callable[[Document, Section, Release], str]:
    """Return how the open section of a changelog gets its version."""
    return parted if not found.waiting or stays(root, found) else titled


def stays(root: Path, found: Document) -> bool:
    """Return whether a heading such as Unreleased stays: by convention, by its link, or as at the newest release."""
    if found.waiting[0].heading.is_entry:
        return False
    linked = any(titles.waits(one.label) for one in found.markup.references)
    if found.newest is None or linked or "keepachangelog.com" in found.text:
        return True
    before = at_release(root, found, found.newest)
    return not before or bool(Document(before, found.path).waiting)


def at_release(root: Path, found: Document, newest: Section) -> str:
    """Return the changelog's text at the commit that wrote the heading of a release; empty where git shows none."""
    git, heading = Git(root), found.text[newest.heading.start : newest.heading.body].strip()
    words = ("log", "--first-parent", "-m", "--format=%H", "--max-count=1", f"-S{heading}", "--", found.path)
    try:
        commit = git.run(*words, seconds=SECONDS).stdout.strip()
        return git.run("show", f"{commit}:./{found.path}").stdout if commit else ""
    except CommandTimedOut:
        return ""


def titled(found: Document, section: Section, release: Release) -> str:
    """Return the changelog with the heading of the open section made into the release's own, without placeholders."""
    start, end = section.heading.body, found.content_end(section)
    notes = found.without(placeholders(found, start, end), start, end)
    said = found.notes(start, end)
    text = form.heading(found, release) + (notes if said else blank(found, section) + NO_NOTES)
    behind = found.text[end:].lstrip("\n")
    joint = form.gap(found) if behind and end == start else found.text[end : len(found.text) - len(behind)]
    return found.text[: section.heading.lead] + text.rstrip() + (joint or "\n") + behind


def no_notes(newest: Section | None) -> str:
    """Return what a release without notes says, in the form of the newest one."""
    role = newest.heading.before if newest and newest.heading.style == ROLE else ""
    return role.replace(":release:`", ":support:`-` ") + NO_NOTES


def blank(found: Document, section: Section) -> str:
    """Return the empty lines between a heading and its text."""
    space = re.match(r"\n*", found.text[section.heading.body : section.end])
    return "" if section.heading.is_tight else (space[0] if space and space[0] else "\n")


def parted(found: Document, section: Section, release: Release) -> str:
    """Return the changelog with the notes under «Unreleased» moved under the release's heading; the open one stays."""
    start, end = section.heading.body, found.content_end(section)
    kept = kept_spans(found, start, end)
    moved = found.without(kept, start, end).strip("\n")
    stay = "".join(found.text[first:last] for first, last in kept).strip("\n")
    blank = re.match(r"\n*", found.text[start:end])
    space = (blank[0] if blank else "\n") if moved else "\n"
    title = links.since(section.title, release) if found.newest else section.title
    head = section.heading.written(title) if title != section.title else found.text[section.heading.start : start]
    behind = found.text[end:] or "\n"
    if end == start and not behind.startswith("\n\n"):
        behind = f"\n\n{behind.lstrip(chr(10))}"
    new = form.heading(found, release) + space + (moved or NO_NOTES)
    if found.ascending:
        last = (
            found.text[section.heading.lead : section.heading.start]
            + head
            + (space + stay if stay else "").rstrip("\n")
        )
        return found.text[: section.heading.lead] + new + form.gap(found) + last.rstrip("\n") + behind
    opened = head + (f"{space}{stay}" if stay else "").rstrip("\n") + form.gap(found)[0 if stay else 1 :]
    return found.text[: section.heading.start] + opened + new + behind


def kept_spans(found: Document, start: int, end: int) -> list[tuple[int, int]]:
    """Return what stays with the heading of an open section: placeholders, and the comments that come first."""
    spans = []
    first = start
    for one, other in found.markup.hidden:
        if start <= one < end and not found.text[first:one].strip():
            first = other
            spans.append((one, other))
    return sorted([*spans, *placeholders(found, start, end)])


def placeholders(found: Document, start: int, end: int) -> list[tuple[int, int]]:
    """Return where the entries of a part of the text stand that say nothing yet."""
    spans, place = [], start
    apart = [*found.markup.code, *found.markup.hidden]
    for line in found.text[start:end].splitlines(keepends=True):
        if line.strip() and PLACEHOLDER.match(line.strip()) and not any(one <= place < other for one, other in apart):
            spans.append((place, place + len(line)))
        place += len(line)
    return spans
