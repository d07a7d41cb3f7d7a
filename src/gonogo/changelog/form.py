"""The form in which a changelog is written: its titles, headings, gaps and order, for a section that is new."""

import re
from datetime import date
from itertools import pairwise

from gonogo.changelog import dates, find, links, titles
from gonogo.changelog.document import Document, Section
from gonogo.changelog.heading import BOLD
from gonogo.changelog.release import DateUnclear, Release
from gonogo.version.pep440 import parse


def gap(document: Document) -> str:
    """Return what stands between the notes of one section and the heading of the next: line ends, and a rule."""
    found = sorted((*document.releases, *document.waiting), key=lambda one: one.heading.start)
    for one, other in (*pairwise(document.releases), *pairwise(found)):
        between = document.text[document.content_end(one) : other.heading.lead]
        tight = other.heading.style.startswith("#") or other.heading.is_tight
        fits = between.count("\n") > 1 or (between == "\n" and tight)
        if fits and one.end == other.heading.lead:
            return between if len(between) < 200 and not re.search(r"<!--|^\.\. ", between, re.MULTILINE) else "\n\n"
    return "\n\n"


def title_of(document: Document, release: Release) -> str:
    """Return the title of a release in the form of the newest one: its words, with version and date changed."""
    like = document.newest
    found = titles.named(like.title) if like else None
    if like is None or found is None:
        day = release.day.isoformat()
        bracket = any(one.title.startswith("[") for one in document.waiting)
        if bracket or "keepachangelog.com" in document.text:
            return f"[{release.version}] - {day}" if bracket else f"{release.version} - {day}"
        return f"{release.version} ({day})"
    before = redated(document, found.before, release.day, like)
    moved = links.compared(found.after, found.version, release.version)
    moved = re.sub(rf"(#[\w-]*){re.escape(found.version)}(?=\s*\}})", rf"\g<1>{release.version}", moved)
    after = redated(document, moved, release.day, like)
    return f"{before}{release.version}{_nameless(document, after)}"


def _nameless(document: Document, after: str) -> str:
    """Return what follows the version in a title, without a name that only that release was given."""
    day, link = dates.find(after), titles.link_end(after)
    for first, last in reversed(titles.segments(after)):
        words = after[first:last]
        beside = day is None or last <= day.span[0] or first >= day.span[1]
        others = sum(words in one.title for one in document.releases)
        if beside and first >= link and others < 2 and re.search(r"^(?!\s*#[\w.-]+\s*$).*[^\W\d_]{2}", words):
            name = rf"\s*(?:{titles.DASH}\s*)?[(\[\"“']?{re.escape(words.strip())}[)\]\"”']?"
            after = re.sub(name, "", after, count=1)
    return after


def redated(document: Document, text: str, day: date, section: Section) -> str:
    """Return a text with its date changed, in the same form; DateUnclear for a form that is not known."""
    found = dates.find(text)
    if found is None and dates.has_year(text):
        raise unclear(document, section, "its date is in a form that gonogo does not know")
    if found is None:
        return text
    if found.match.groupdict().get("one") and not found.order:
        order = dates.order_of([one.title for one in document.releases])
        if not order:
            raise unclear(document, section, f"{found.match[0]} does not show which number is the month")
        found = dates.Found(found.match, found.day, order)
    first, last = found.span
    return text[:first] + found.written(day) + text[last:]


def unclear(document: Document, section: Section, why: str) -> DateUnclear:
    """Return the error for a heading into which no date can be written."""
    return DateUnclear(path=document.path, line=document.line_of(section), title=section.title, why=why)


def heading(document: Document, release: Release) -> str:
    """Return the heading of a release, in the form of the others, with their anchors."""
    like = document.newest or next(iter(document.waiting), None)
    title = title_of(document, release)
    if like is None:
        return _first_heading(document, title)
    form = like.heading
    if form.style == BOLD and like.title not in titles.plain(like.title):
        title = title if like is document.newest else f"**{title}**"
    lead = document.text[form.lead : form.start]
    joint = next((one for one in ".-_" if like.version and like.version.replace(".", one) in lead), "")
    if joint:
        lead = lead.replace(like.version.replace(".", joint), release.version.replace(".", joint))
    return (lead if joint else "") + form.written(title) + day_below(document, release)


def day_below(document: Document, release: Release, section: Section | None = None) -> str:
    """Return the line with the day for under a heading, where the newest release beside it has its day there alone."""
    like = document.newest_beside(section)
    line = day_alone(document.head(like)) if like else ""
    if like is None or not line or dates.find(like.title):
        return ""
    if any(titles.is_open_line(document.head(one)) for one in document.waiting):
        return ""
    between = document.text[like.heading.body : document.head_span(like)[0]]
    return f"{between}{redated(document, line, release.day, like)}\n"


def day_alone(text: str) -> str:
    """Return the first line of a text, where it is nothing but the day of a release; empty for any other."""
    line = text.strip().partition("\n")[0]
    found = dates.find(line)
    beside = line[: found.span[0]] + line[found.span[1] :] if found else "?"
    return line if found and re.fullmatch(r"(?:\W|_|released?|date|on)*", beside, re.IGNORECASE) else ""


def _first_heading(document: Document, title: str) -> str:
    """Return the heading of a first release, in the form of the file's own title."""
    first = next(iter(document.markup.headings), None)
    ruled = bool(first.rule) if first else not find.is_markdown(document.path)
    if not ruled:
        return f"{'#' * (len(first.style) + 1 if first and first.style.startswith('#') else 2)} {title}\n"
    mark = "-" if not first or first.rule[:1] != "-" else "~" if document.path.lower().endswith(".rst") else "-"
    return f"{title}\n{mark * len(title)}\n"


def place_of(document: Document, version: str) -> int:
    """Return where the section of a version goes, by the order of the others."""
    if not document.releases:
        return document.tail if document.sections or not document.text.strip() else 0
    if document.ascending:
        lower = [one.end for one in document.releases if parse(one.version) < parse(version)]
        return lower[-1] if lower else document.releases[0].heading.lead
    lower = [one.heading.lead for one in document.releases if parse(one.version) < parse(version)]
    return lower[0] if lower else document.releases[-1].end
