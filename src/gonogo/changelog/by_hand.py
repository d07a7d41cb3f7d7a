"""A changelog kept by hand: the section for the next release gets its version and date, and the links follow."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from gonogo.changelog import dates, form, links, opening, titles
from gonogo.changelog.document import Document, Section, cut
from gonogo.changelog.heading import ENTRY, ROLE
from gonogo.changelog.pre_releases import gathered
from gonogo.changelog.release import ConflictInside, HeadingMisplaced, NotesOfAnother, TwoOpen, conflict
from gonogo.changelog.unheaded import place_of
from gonogo.model.errors import shown
from gonogo.model.padding import padded, widths
from gonogo.system.text import load
from gonogo.version.pep440 import parse

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gonogo.changelog.release import Release

    Way = Callable[[Document, Section, Release], str]


def document(root: Path, changelog: str) -> Document:
    """Return the project's changelog; ConflictInside where a merge left its marks in it."""
    found = Document(load(root, changelog).content, changelog)
    mark = conflict(found.text)
    if mark >= 0 and not any(one <= mark < other for one, other in found.markup.code):
        raise ConflictInside(path=changelog, line=found.text.count("\n", 0, mark) + 1)
    return found


def how(root: Path, changelog: str) -> str:
    """Return how notes are written, in the form of the file."""
    found = document(root, changelog)
    style = found.newest.heading.style if found.newest else ""
    ways = {
        ENTRY: "as an entry that begins with Unreleased, as the others do with a version",
        ROLE: "above the newest one",
    }
    usual = "under a heading Unreleased or the next version's"
    if len(found.waiting) == 1:
        usual = f"under its heading {shown(found.waiting[0].title)}"
    return f"write them into the changelog, {ways.get(style, usual)}"


def pending(root: Path, changelog: str, current: str = "", new: str = "") -> tuple[str, ...]:
    """Return the changelog's path where it has notes for the release after the current version, which may be known.

    They stand under a heading that says so, under a higher version, under a pre-release of it, or above all versions.
    Raises TwoOpen and HeadingUnclear.
    """
    found = document(root, changelog)
    section = the_open_section(found, current)
    if section is not None and found.notes(section.heading.body, section.end):
        return (changelog,)
    if any(leads_on(one.version, current, new) and found.notes(one.heading.body, one.end) for one in ahead(found)):
        return (changelog,)
    return (changelog,) if section is None and place_of(found, current) >= 0 else ()


def ahead(found: Document) -> list[Section]:
    """Return the newest release of a changelog, which may be still to come."""
    return found.releases[-1:] if found.ascending else found.releases[:1]


def leads_on(newest: str, current: str, new: str = "") -> bool:
    """Return whether the notes of the newest version belong to a release that is still to come, or to `new`."""
    version = parse(newest)
    if not version.is_prerelease:
        return bool(current) and version > parse(current)
    final = parse(version.base_version)
    if new:
        return version <= parse(new) and final == parse(parse(new).base_version)
    return not current or final >= parse(current)


def the_open_section(found: Document, current: str = "") -> Section | None:
    """Return the section for the next release; TwoOpen where there are several with notes, or two without a version."""
    sections = found.open_sections(current)
    full = [one for one in sections if found.notes(one.heading.body, one.end)]
    unnamed = [one for one in sections if not one.version]
    several = full if len(full) > 1 else unnamed
    if len(several) > 1:
        named = " and ".join(f"'{one.title}' in line {found.line_of(one)}" for one in several)
        raise TwoOpen(path=found.path, count=len(several), named=named)
    return next(iter(full or sections), None)


def types(root: Path, changelog: str) -> tuple[str, ...]:
    """Return the subheadings of the open section, such as «Added» and «Removed»."""
    found = document(root, changelog)
    section = the_open_section(found)
    if section is None:
        return ()
    inner = (one for one in found.sections if section.heading.start < one.heading.start < section.end)
    return tuple(one.title.lower() for one in inner)


def preview(root: Path, release: Release, changelog: str) -> str:
    """Return the section as it would stand in the changelog."""
    before = document(root, changelog)
    after = Document(promoted(before, release, opening.way(root, before)), changelog)
    found = after.section_of(release.version)
    if found is None:
        return ""
    between = "" if found.heading.is_entry else "\n"
    return f"{after.text[found.heading.start : found.heading.body]}{between}{after.body(found)}\n"


def write(root: Path, release: Release, changelog: str) -> None:
    """Give the open section its version and date; a final release takes over the notes of its own pre-releases."""
    text = load(root, changelog)
    found = Document(text.content, changelog)
    text.with_content(promoted(found, release, opening.way(root, found))).save()


def promoted(found: Document, release: Release, way: Way = opening.parted) -> str:
    """Return the changelog after the release; `way` gives the open section its version, else one says «no notes»."""
    found = gathered(found, release, the_open_section(found, release.old))
    release = replace(release, version=spelt(release.version, found))
    return links.followed(Document(_sectioned(found, release, way), found.path), release)


def spelt(version: str, found: Document) -> str:
    """Return a version with its numbers padded where the headings of the newest releases show that they are, or not."""
    newest = sorted((one.version for one in found.releases), key=parse, reverse=True)
    return padded(version, widths([*newest, version]))


def _sectioned(found: Document, release: Release, way: Way) -> str:
    """Return the changelog with a section for the release."""
    own = found.section_of(release.version) or ahead_of(found, release)
    section = the_open_section(found, release.old)
    if own is not None and section not in (None, own):
        return _own_beside(found, own, section, release)
    if own is not None:
        return dated(found, own, release)
    if section is not None:
        require_in_place(found, section)
        return dated(found, section, release) if section.version else way(found, section, release)
    start = place_of(found, release.old)
    if start >= 0:
        return found.text[:start] + under_heading(found, release, found.text[start:])
    require_none_ahead(found, release)
    return without_notes(found, release)


def _own_beside(found: Document, own: Section, section: Section | None, release: Release) -> str:
    """Return the changelog with the release's own section dated, where another one is open without notes."""
    if section is not None and found.notes(section.heading.body, section.end):
        named = f"'{section.title}' in line {found.line_of(section)} and '{own.title}' in line {found.line_of(own)}"
        raise TwoOpen(path=found.path, count=2, named=named)
    return dated(found, own, release)


def ahead_of(found: Document, release: Release) -> Section | None:
    """Return the section of the final version that a pre-release leads to, where its notes wait there."""
    named = found.section_of(parse(release.version).base_version) if release.is_pre else None
    return named if named in ahead(found) and named and leads_on(named.version, release.old) else None


def require_none_ahead(found: Document, release: Release) -> None:
    """Refuse a release beside notes that were written for another version."""
    for one in ahead(found):
        if leads_on(one.version, release.old) and not parse(one.version).is_prerelease:
            where, named = f"under {one.title} in {found.path}", release.in_full(one.version)
            raise NotesOfAnother(path=where, version=release.version, named=named)


def require_in_place(found: Document, section: Section) -> None:
    """Refuse an open section that stands among the releases, where its version would be out of order."""
    closed = [one for one in found.releases if one != section and not found.is_open(one)]
    before = [one for one in closed if one.heading.start < section.heading.start]
    if before and (not found.ascending or len(before) < len(closed)):
        raise HeadingMisplaced(
            path=found.path, line=found.line_of(section), title=section.title, above=before[-1].version
        )


def under_heading(found: Document, release: Release, notes: str) -> str:
    """Return notes under the heading of a release."""
    tight = found.newest is not None and found.newest.heading.is_tight
    return form.heading(found, release) + ("" if tight else "\n") + notes


def without_notes(found: Document, release: Release) -> str:
    """Return the changelog with a section that says that there are no notes, at its place."""
    at = form.place_of(found, release.version)
    before, after = found.text[:at].rstrip("\n"), found.text[at:].lstrip("\n")
    gap, new = form.gap(found), under_heading(found, release, opening.no_notes(found.newest))
    last = (form.gap(found) if found.releases and not found.ascending else "\n\n") if after else "\n"
    return (
        (f"{before}{gap if found.releases and found.ascending else chr(10) * 2}" if before else "") + new + last + after
    )


def dated(found: Document, section: Section, release: Release) -> str:
    """Return the changelog with a version's section as it is released: with its version and date."""
    title = dated_title(found, section, release)
    first, last = found.head_span(section)
    line = dated_line(found, section, release)
    head = found.text[section.heading.lead : section.heading.start] + section.heading.written(title)
    if title == section.title:
        head = found.text[section.heading.lead : section.heading.body]
    between, rest = found.text[section.heading.body : first], found.text[last:]
    has_day = dates.find(title) or dates.find(line)
    below = "" if has_day else form.day_below(found, release, section)
    return found.text[: section.heading.lead] + head + below + between + line + rest


def _versioned(section: Section, release: Release) -> str:
    """Return a section's title with the version of the release."""
    named = titles.named(section.title)
    same = named is not None and section.names(release.version) and named.version == section.version
    return section.title if named is None or same else f"{named.before}{release.version}{named.after}"


def dated_title(found: Document, section: Section, release: Release) -> str:
    """Return the title of an open section for the release; DateUnclear where no date can be put in its place."""
    title, like = _versioned(section, release), found.newest_beside(section)
    named, model = titles.named(title), titles.named(like.title) if like else None
    written = form.redated(found, model.after, release.day, like) if like and model and dates.find(model.after) else ""
    if named is None:
        return title
    if titles.opens(named.before):
        return form.title_of(found, release)
    place = titles.place_kept(named.after)
    if place is None and not (written and model and titles.day_missing(model.after)):
        place = titles.day_missing(named.after)
    if dates.find(named.after) and (
        place is None or (not titles.says_open(named.after) and not titles.day_missing(named.after))
    ):
        return title
    after = links.to_release(named.after, model.after if model else "", model.version if model else "", release.version)
    if place is None:
        line, missing = found.head(section), written and after[titles.link_end(after) :].strip(" :")
        if missing and not titles.is_open_line(line) and not dates.find(line):
            raise form.unclear(
                found, section, f"there is none, and the others are dated as in '{like.title if like else ''}'"
            )
        behind = "" if missing or titles.is_open_line(line) or dates.find(line) else written[titles.link_end(written) :]
        return f"{named.before}{named.version}{after.rstrip(' :') if behind else after}{behind}"
    first, last = (one + len(after) - len(named.after) for one in place)
    rest = (after[:first] + after[last:]).strip(" ()[]/" + titles.DASH)
    if written and not rest and model and _only_date(model.after) and not titles.link_end(after):
        return f"{named.before}{named.version}{written}"
    return (
        f"{named.before}{named.version}{after[:first]}{_date_alone(written) or release.day.isoformat()}{after[last:]}"
    )


def _only_date(after: str) -> bool:
    """Return whether a date is all that stands behind a version."""
    found = dates.find(after)
    return found is not None and not re.search(r"[^\W_]", after[: found.span[0]] + after[found.span[1] :])


def _date_alone(after: str) -> str:
    """Return the date of a title alone."""
    found = dates.find(after)
    return found.match[0] if found else ""


def dated_line(found: Document, section: Section, release: Release) -> str:
    """Return the line under a heading with the date in its place, in the words of the other releases."""
    line = found.head(section)
    if not titles.is_open_line(line):
        return line
    like = found.newest
    model = found.head(like) if like and like != section else ""
    if dates.find(model) and like:
        return form.redated(found, model, release.day, like)
    mark = re.fullmatch(r"(?P<before>[ \t>*_(:-]*)(?P<words>.*?)(?P<after>[ \t*_).]*)", line)
    return f"{mark['before']}Released {release.day.isoformat()}{mark['after']}" if mark else line


def section(root: Path, version: str, changelog: str) -> str:
    """Return what the changelog says under a version's heading."""
    return cut(load(root, changelog).content, changelog, version)
