"""Where a new section goes in a changelog: behind the marker, and never beside one of the same version."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gonogo.changelog.headings import Section, sections
from gonogo.changelog.release import SectionExists
from gonogo.model.errors import GonogoError
from gonogo.world.text import FileMissing, Text, inside, load

if TYPE_CHECKING:
    from towncrier._settings.load import Config

    from gonogo.changelog.release import Release

KEEPER = ".gitignore"


class TwoMarkers(GonogoError):
    """The changelog holds its start marker more than once."""

    text = "{path} holds the marker '{marker}' {count} times"
    hint_text = "keep the first and take the others out"


def keep_folder(folder: Path) -> None:
    """See that git keeps a folder which has lost its last file."""
    if not any(folder.iterdir()):
        (folder / KEEPER).write_text(f"!{KEEPER}\n", encoding="utf-8")


def path_of(found: Config, release: Release) -> str:
    """Return the changelog's path; where each version has a file of its own, that of this version."""
    if found.single_file:
        return str(found.filename)
    return str(found.filename).format(name=release.name, version=release.version, project_date=release.day.isoformat())


def existing(root: Path, path: str) -> Text:
    """Return the changelog's text; empty where there is no such file yet."""
    try:
        return load(root, path)
    except FileMissing:
        target = inside(root, path)
        target.parent.mkdir(parents=True, exist_ok=True)
        return Text(target, "")


def require_new(content: str, path: str, release: Release, marker: str) -> None:
    """Refuse a changelog that has this version's section, or two markers."""
    if any(section.names(release.version) for section in sections(content, path)):
        raise SectionExists(path=path, version=release.version)
    count = content.count(marker)
    if count > 1:
        raise TwoMarkers(path=path, marker=marker.strip(), count=count)


def place(content: str, path: str, marker: str) -> tuple[str, str]:
    """Return what stands before and after the place of the new section.

    With the marker in the file it is as towncrier does it; without, before the first section of a version,
    or behind the title of a file that has none yet.
    """
    before, found, after = content.partition(marker)
    if found:
        return f"{before.rstrip()}\n\n{marker}\n", after.lstrip()
    found_here = sections(content, path)
    end = len(content) if found_here else 0
    first = next((one.start for one in found_here if one.version), end)
    before = content[:first].rstrip()
    return f"{before}\n\n" if before else "", content[first:].lstrip()


def without_superseded(content: str, path: str, release: Release, rendered: str) -> str:
    """Return older sections without those of earlier pre-releases of this release, whose notes are all in it
    again."""
    new = {line.strip() for line in rendered.splitlines()}
    gone = [one for one in sections(content, path) if one.version and release.supersedes(one.version)]
    for section in reversed(gone):
        if _lines(content, section) <= new:
            content = content[: section.start] + content[section.end :]
    return content


def _lines(content: str, section: Section) -> set[str]:
    """Return the lines under a heading, without space around them."""
    return {line.strip() for line in content[section.body : section.end].splitlines()} - {""}
