"""One changelog for several packages: a section for each release, with the notes of its packages in their order.

The path of a changelog leads from the folder of a package to a file of the repository.
"""

from __future__ import annotations

import dataclasses
import os
import re
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from gonogo.changelog import find, forward_port, markup, titles, towncrier
from gonogo.changelog.configuration import config
from gonogo.changelog.document import Document
from gonogo.changelog.heading import width
from gonogo.changelog.release import SectionExists
from gonogo.changelog.towncrier import how, pending, types
from gonogo.version.pep440 import is_version, parse, same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gonogo.changelog.heading import Heading
    from gonogo.changelog.release import Release
    from gonogo.system.text import Text

__all__ = ["how", "pending", "preview", "section", "types", "write"]

RULES = '=-~"^'
"""The characters that rule headings in reStructuredText, from the highest level on, where a file shows no others."""


@dataclasses.dataclass(frozen=True)
class Levels:
    """The marks of headings in a changelog: of a release, of a package in it, and of what is below that."""

    document: Document

    @property
    def is_markdown(self) -> bool:
        """Whether it is written in Markdown."""
        return find.is_markdown(self.document.path)

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """The headings of the file."""
        read = markup.markdown if self.is_markdown else markup.restructured
        return read(self.document.text).headings

    @cached_property
    def styles(self) -> tuple[str, ...]:
        """The styles of headings in reStructuredText, from the highest level on: those of the file, then others."""
        used = dict.fromkeys(one.style for one in self.headings)
        return (*used, *(f"_{rule}" for rule in RULES if f"_{rule}" not in used))

    @property
    def rules(self) -> tuple[str, ...]:
        """The characters of rules from the level of a release on; the first heading of a file is its title."""
        return tuple(style.removeprefix("_")[0] for style in self.styles[1:])

    def rank(self, heading: Heading) -> int:
        """Return how deep a heading is: 1 for a release, 2 for a package in it."""
        return len(heading.style) - 1 if self.is_markdown else self.styles.index(heading.style)

    def written(self, title: str, rank: int) -> str:
        """Return a heading of a rank."""
        if self.is_markdown:
            return f"{'#' * (rank + 1)} {title}\n"
        return f"{title}\n{self.rules[rank - 1] * width(title)}\n"

    def end(self, heading: Heading) -> int:
        """Return where the part under a heading ends."""
        later = (one for one in self.headings if one.start > heading.start)
        ends = (one.lead for one in later if self.rank(one) <= self.rank(heading))
        return min(next(ends, len(self.document.text)), max(self.document.tail, heading.body))

    def release_of(self, heading: Heading) -> Heading:
        """Return the heading of the release in which that of a package stands: itself, where it stands in no other."""
        before = (one for one in reversed(self.headings) if one.start <= heading.start and self.rank(one) == 1)
        return next(before, heading)

    def with_part(self, at: int, part: str) -> str:
        """Return the text with a part at a place."""
        before, after = self.document.text[:at].rstrip("\n"), self.document.text[at:].lstrip("\n")
        return f"{before}\n\n{part}" + (f"\n{after}" if after else "")

    def of_package(self, name: str) -> Iterator[tuple[Heading, str]]:
        """Yield the headings of a package, each with the version that it names."""
        shape = re.compile(rf"{re.escape(name)} (?P<version>[^\s,]+)(?: \([^()]*\))?")
        for one in self.headings:
            found = shape.fullmatch(one.title)
            if found and is_version(found["version"]):
                yield one, found["version"]


def preview(root: Path, release: Release, changelog: str) -> str:
    """Return the notes of a package as they would stand under the heading of its version."""
    return rendered(root, release, changelog, Levels(Document(opened(root, changelog).content, changelog)))


def write(root: Path, release: Release, changelog: str) -> None:
    """Write the notes of a package into the section of its release; a final release takes the fragments with it."""
    text = opened(root, changelog)
    before = Levels(Document(text.content, changelog))
    if any(version == release.version for _, version in before.of_package(release.name)):
        raise SectionExists(path=text.path.name, version=f"{release.name} {release.version}")
    notes = rendered(root, release, changelog, before)
    levels = Levels(dataclasses.replace(before.document, text=without_superseded(before, release, notes)))
    text.with_content(placed(levels, release, notes, config(root, changelog).start_string)).save()
    if not release.is_pre:
        towncrier.fold(root, towncrier.fragments(root, changelog))


def section(root: Path, version: str, changelog: str) -> str:
    """Return what stands under the heading of a package and its version, such as `core 1.2.0`."""
    name, _, wanted = version.rpartition(" ")
    levels = Levels(Document(opened(root, changelog).content, changelog))
    found = next((one for one, named in levels.of_package(name) if named == wanted), None)
    return levels.document.text[found.body : levels.end(found)].strip("\n") if found else ""


def opened(root: Path, changelog: str) -> Text:
    """Return the changelog; one that is not there begins with a title."""
    path = Path(os.path.normpath(root / changelog))
    text = towncrier.existing(path.parent, path.name)
    title = "# Changelog\n" if find.is_markdown(path.name) else "Changelog\n=========\n"
    return text if text.content.strip() else text.with_content(title)


def rendered(root: Path, release: Release, changelog: str, levels: Levels) -> str:
    """Return the notes of a package under its heading, as towncrier makes them of its fragments."""
    rank, day = (2, "") if release.together else (1, " ({project_date})")
    found, suffix = config(root, changelog), "md" if levels.is_markdown else "rst"
    own = isinstance(found.template, str)
    made = dataclasses.replace(
        found,
        name=release.name,
        title_format=("#" * (rank + 1) + " " if levels.is_markdown else "") + "{name} {version}" + day,
        underlines=levels.rules[rank - 1 :],
        template=found.template if own else ("towncrier.templates", f"default.{suffix}"),
    )
    return towncrier.rendered(towncrier.recipe(made), towncrier.fragments(root, changelog), release).strip("\n") + "\n"


def placed(levels: Levels, release: Release, notes: str, marker: str) -> str:
    """Return the changelog with notes in the section of their release, which is made if it is not there."""
    title = f"{release.together} ("
    own = next((one for one in levels.headings if release.together and one.title.startswith(title)), None)
    at = levels.end(own) if own else top(levels, marker)
    new = (
        notes if own or not release.together else f"{levels.written(f'{title}{release.day.isoformat()})', 1)}\n{notes}"
    )
    return levels.with_part(at, new)


def ported(target: Document, source: Document, name: str, version: str) -> str:
    """Return a changelog with the notes of a package's version from another one, in the section of their release.

    A section that is not there is made above that of a lower version of the package. The text is empty where the other
    changelog has no such notes; SectionExists where they are there already.
    """
    levels, others = Levels(target), Levels(source)
    found = next((one for one, named in others.of_package(name) if same(named, version)), None)
    if found is None:
        return ""
    if any(same(named, version) for _, named in levels.of_package(name)):
        raise SectionExists(path=target.path, version=f"{name} {version}")
    notes = f"{source.text[found.lead : others.end(found)].strip()}\n"
    levels = Levels(dataclasses.replace(target, text=forward_port.defined(target, source, notes, version)))
    above = others.release_of(found)
    own = next((one for one in levels.headings if above is not found and one.title == above.title), None)
    if own:
        return levels.with_part(levels.end(own), notes)
    lower = [levels.release_of(one).lead for one, named in levels.of_package(name) if parse(named) < parse(version)]
    new = notes if above is found else f"{levels.written(above.title, 1)}\n{notes}"
    return levels.with_part(min(lower, default=levels.document.tail), new)


def top(levels: Levels, marker: str) -> int:
    """Return where the section of a new release goes: behind the marker, else above the newest release."""
    text = levels.document.text
    if marker.strip() and marker.strip() in text:
        return text.index(marker.strip()) + len(marker.strip())
    sections = [one for one in levels.headings if levels.rank(one) == 1 and not titles.waits(one.title)]
    return sections[0].lead if sections else levels.document.tail


def without_superseded(levels: Levels, release: Release, notes: str) -> str:
    """Return the changelog without a package's earlier pre-releases whose notes are all in the new ones."""
    text = levels.document.text
    parts = [(one, version, levels.end(one)) for one, version in levels.of_package(release.name)]
    spans = [
        (one.lead, end)
        for one, version, end in parts
        if release.supersedes(version) and said(text[one.body : end]) <= said(notes)
    ]
    left = Levels(dataclasses.replace(levels.document, text=levels.document.without(spans, 0, len(text))))
    empty = [(one.lead, left.end(one)) for one in left.headings if spans and is_empty(left, one)]
    return left.document.without(empty, 0, len(left.document.text))


def said(notes: str) -> set[str]:
    """Return the lines of notes that say something, headings of any level among them."""
    return {line.strip(" #") for line in notes.splitlines() if re.search(r"\w", line)}


def is_empty(levels: Levels, heading: Heading) -> bool:
    """Return whether nothing stands in the section of a release."""
    is_release = levels.rank(heading) == 1 and not titles.waits(heading.title)
    return is_release and not levels.document.text[heading.body : levels.end(heading)].strip()
