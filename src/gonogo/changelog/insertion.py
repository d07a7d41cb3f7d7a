"""Where a new section goes in a changelog: behind the marker, and never beside one of the same version."""

from gonogo.changelog.document import Document, Section
from gonogo.changelog.release import Release, SectionExists
from gonogo.model.errors import GonogoError


class TwoMarkers(GonogoError):
    text = "{path} holds the marker '{marker}' {count} times"
    hint_text = "keep the first and remove the others"


def inserted(document: Document, marker: str, rendered: str, release: Release) -> str:
    """Return the changelog with a section behind the marker, else at the first release; SectionExists, TwoMarkers."""
    if document.section_of(release.version):
        raise SectionExists(path=document.path, version=release.version)
    count = document.text.count(marker)
    if count > 1:
        raise TwoMarkers(path=document.path, marker=marker.strip(), count=count)
    at = document.text.index(marker) if count else _place(document)
    before = document.text[:at].rstrip()
    after = _without_superseded(document, at + len(marker) * count, release, rendered).lstrip()
    joint = f"\n\n{marker}\n" if count else "\n\n" if before else ""
    return before + joint + (rendered + after if after else rendered.rstrip() + "\n")


def _place(document: Document) -> int:
    """Return where the first release begins, or the end of a file that has none."""
    return document.releases[0].heading.lead if document.releases else len(document.text) * bool(document.sections)


def _without_superseded(document: Document, start: int, release: Release, rendered: str) -> str:
    """Return older sections without those of earlier pre-releases whose notes are all in the new one."""
    new = {line.strip() for line in rendered.splitlines()}
    gone = [one for one in document.releases if one.heading.start >= start and release.supersedes(one.version)]
    spans = [(one.heading.lead, one.end) for one in gone if _lines(document.text, one) <= new]
    return document.without(spans, start, len(document.text))


def _lines(content: str, section: Section) -> set[str]:
    """Return the lines under a heading, without space around them."""
    return {line.strip() for line in content[section.heading.body : section.end].splitlines()} - {""}
