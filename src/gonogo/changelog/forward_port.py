"""Forward-port: the section of a maintenance release, brought into the changelog of another branch at its place."""

from gonogo.changelog import form, links
from gonogo.changelog.document import Document
from gonogo.changelog.release import SectionExists
from gonogo.model.errors import GonogoError
from gonogo.version.pep440 import parse


class NoSuchSection(GonogoError):
    text = "{path} at {tag} has no section for {version}"
    hint_text = "choose the tag of a release that wrote its changelog"


def inserted(target: Document, source: Document, version: str) -> str:
    """Return a changelog with the section of a version from another one, and the link definitions that it refers to.

    It stands at its place in the order of the versions; empty where the other changelog has no such section.
    Raises SectionExists where the version is there already.
    """
    found = source.section_of(version)
    if found is None:
        return ""
    if target.section_of(version):
        raise SectionExists(path=target.path, version=version)
    section = source.text[found.heading.lead : source.content_end(found)]
    text = defined(target, source, section, version)
    at = form.place_of(Document(text, target.path), version)
    before, after = text[:at].rstrip("\n"), text[at:].lstrip("\n")
    gap = form.gap(target)
    return "".join([f"{before}{gap}" if before else "", section, gap if after else "\n", after])


def defined(target: Document, source: Document, section: str, version: str) -> str:
    """Return a changelog with the definitions that a section needs, before those of lower versions, or at the end."""
    known = {one.label.lower() for one in target.markup.references}
    needed = [one for one in links.used(section, source.markup.references) if one.label.lower() not in known]
    if not needed:
        return target.text
    new = "".join(f"{source.text[one.start : one.end].rstrip()}\n" for one in needed)
    versions = [(one, links.version_of(one)) for one in target.markup.references]
    lower = [one.start for one, label in versions if label and parse(label) < parse(version)]
    if lower and not target.ascending:
        return target.text[: lower[0]] + new + target.text[lower[0] :]
    joint = "\n" if target.markup.references else "\n\n"
    return target.text.rstrip("\n") + joint + new
