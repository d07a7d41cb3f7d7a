"""Pre-releases of one release: their notes gathered, each once, into the section that the next one gets."""

import re

from gonogo.changelog import form, links
from gonogo.changelog.document import Document, Section
from gonogo.changelog.release import Release
from gonogo.version.pep440 import parse

_SUBHEADING = re.compile(r"^(#{3,6} .*)$", re.MULTILINE)


def gathered(document: Document, release: Release, waiting: Section | None) -> Document:
    """Return the changelog with the notes of the release's pre-releases in one section, open or the release's own."""
    gone = [one for one in document.releases if one != waiting and release.supersedes(one.version)]
    if not gone:
        return document
    target = gone[0] if waiting is None else waiting
    others = [one for one in gone if one != target]
    start, end = target.heading.body, target.end
    body = document.text[start:end]
    if others:
        bodies = [body, *(_without_day(document.body(one)) for one in others)]
        body = f"\n{merged(bodies)}\n\n"
    head = document.text[target.heading.start : start] if waiting is not None else _retitled(document, gone, release)
    if waiting is None:
        day = form.day_alone(body)
        body = body.replace(day, form.redated(document, day, release.day, gone[0]), 1) if day else body
    parts = [(target.heading.start, end, head + body), *((one.heading.lead, one.end, "") for one in others)]
    text = document.text
    for first, last, new in sorted(parts, reverse=True):
        text = text[:first] + new + text[last:]
    return Document(text, document.path)


def _without_day(body: str) -> str:
    """Return a section's text without the line that is nothing but its day."""
    day = form.day_alone(body)
    return body.replace(day, "", 1) if day else body


def _retitled(document: Document, gone: list[Section], release: Release) -> str:
    """Return a pre-release's heading with the version and the day of the release, and a link from before the first."""
    section, oldest = gone[0], min(gone, key=lambda one: parse(one.version))
    title = links.begun_as(section.title.replace(section.version, release.version), oldest.title)
    return section.heading.written(form.redated(document, title, release.day, section))


def merged(bodies: list[str]) -> str:
    """Return several bodies as one: what stands under equal subheadings together, and no line of a later one twice."""
    groups: dict[str, list[str]] = {}
    for body in bodies:
        head, *rest = _SUBHEADING.split(body)
        for title, text in [("", head), *zip(rest[::2], rest[1::2], strict=True)]:
            known = groups.setdefault(title.rstrip(), [])
            before = {line for line in known if line.strip()}
            known += [line for line in text.strip("\n").splitlines() if line not in before]
    parts = ["\n\n".join(filter(None, (title, "\n".join(lines).strip("\n")))) for title, lines in groups.items()]
    return "\n\n".join(filter(None, parts))
