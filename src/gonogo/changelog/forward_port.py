"""Forward-port: the section of a maintenance release, brought into the changelog of another branch at its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.changelog.headings import sections
from gonogo.changelog.release import SectionExists
from gonogo.model.errors import GonogoError
from gonogo.model.version import parse

if TYPE_CHECKING:
    from gonogo.changelog.headings import Section


class NoSuchSection(GonogoError):
    """The released changelog has no section for the version."""

    text = "{path} at {tag} has no section for {version}"
    hint_text = "choose the tag of a release that wrote its changelog"


def whole(text: str, path: str, version: str) -> str:
    """Return a version's section with its heading; empty where there is none."""
    found = _of(text, path, version)
    return text[found.start : found.end].rstrip("\n") if found else ""


def _of(text: str, path: str, version: str) -> Section | None:
    """Return the section of a version."""
    return next((one for one in sections(text, path) if one.names(version)), None)


def inserted(text: str, path: str, section: str, version: str) -> str:
    """Return a changelog with a section before the first one of a lower version, or behind all where none is lower.

    Raises SectionExists where the version is there already.
    """
    if _of(text, path, version):
        raise SectionExists(path=path, version=version)
    lower = (one.start for one in sections(text, path) if one.version and parse(one.version) < parse(version))
    at = next(lower, len(text))
    before, after = text[:at].rstrip("\n"), text[at:].lstrip("\n")
    gap = _gap(text, path)
    return "".join([f"{before}{gap}" if before else "", section, gap if after else "\n", after])


def _gap(text: str, path: str) -> str:
    """Return the line ends that stand between two sections of versions in this changelog."""
    versions = [one for one in sections(text, path) if one.version]
    if len(versions) < 2:
        return "\n\n"
    between = text[versions[0].start : versions[1].start]
    return "\n" * max(2, len(between) - len(between.rstrip("\n")))
