"""A changelog that towncrier makes of fragments: rendered by towncrier's own code, without its processes."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from gonogo.changelog import template
from gonogo.changelog.configuration import config, folders, rules, template_of, title_of
from gonogo.changelog.fragments import Entry, Fragment, Rules, entries, text_of
from gonogo.changelog.release import SectionExists
from gonogo.system.text import FileMissing, Text, inside, load

if TYPE_CHECKING:
    from towncrier._settings.load import Config

    from gonogo.changelog.release import Release


KEEPER = ".gitignore"


@dataclass(frozen=True)
class Folder:
    """A folder of fragments: equal to another where place, section and configuration are the same."""

    root: str
    path: str
    section: str
    said: str
    config: Config = field(compare=False)
    rules: Rules = field(compare=False)


def fragments(root: Path, changelog: str = "") -> tuple[Fragment, ...]:
    """Return a project's fragments; FragmentRefused names the first that is misspelt, hostile, empty or twice."""
    found = config(root, changelog)
    allowed, named = rules(found), folders(root, found)
    notes: list[Fragment] = []
    for section, path in named.items():
        below = [other for other in named.values() if other != path and Path(other).is_relative_to(path)]
        nested = {Path(other).relative_to(path).parts[0] for other in below}
        listed = entries(root / path, path, allowed, nested)
        notes += _read(Folder(str(root), path, section, repr(found), found, allowed), listed)
    return tuple(notes)


@lru_cache(maxsize=8)
def _read(folder: Folder, listed: tuple[Entry, ...]) -> tuple[Fragment, ...]:
    """Return the fragments of one folder; files that have not changed since are not read again."""
    prefix = folder.config.orphan_prefix
    orphans: defaultdict[str, int] = defaultdict(int)
    seen: dict[tuple[str, str, int], str] = {}
    notes = []
    for entry in listed:
        note = _note(folder, entry.name)
        if prefix and note.issue.startswith(prefix):
            note = note._replace(issue="", counter=orphans[note.type])
            orphans[note.type] += 1
        key = (note.issue, note.type, note.counter)
        if key in seen:
            raise folder.rules.refuse(note.path, f"it says the same issue and type as {seen[key]}")
        seen[key] = entry.name
        notes.append(note)
    return tuple(notes)


def _note(folder: Folder, name: str) -> Fragment:
    """Read one fragment; its name must say an issue, a type, and what the project's pattern wants."""
    from towncrier._builder import parse_newfragment_basename

    found, allowed, path = folder.config, folder.rules, f"{folder.path}/{name}"
    issue, kind, counter = parse_newfragment_basename(name, found.types)
    if kind is None or issue is None or counter is None:
        raise allowed.refuse(path, "its name says no type that is known")
    orphan = bool(found.orphan_prefix) and issue.startswith(found.orphan_prefix)
    if found.issue_pattern and not orphan and not re.fullmatch(found.issue_pattern, issue):
        raise allowed.refuse(path, f"its issue does not match the pattern {found.issue_pattern}")
    text = text_of(f"{folder.root}/{path}", path, allowed)
    if not text.strip() and (kind not in allowed.silent or orphan):
        raise allowed.refuse(path, "it is empty")
    return Fragment(path, kind, issue, counter, text, folder.section)


def render(root: Path, release: Release, changelog: str = "") -> str:
    """Return the section that the fragments make, exactly as towncrier writes it; nothing is changed."""
    return rendered(recipe(config(root, changelog)), fragments(root, changelog), release)


@dataclass(frozen=True)
class Recipe:
    """towncrier's configuration and template as a value: equal where they say the same."""

    said: str
    template: str
    suffix: str
    config: Config = field(compare=False)


def recipe(found: Config) -> Recipe:
    """Return what a configuration says, its template read; TowncrierRefused where that cannot be used."""
    return Recipe(repr(found), *template_of(found), found)


@lru_cache(maxsize=2)
def rendered(made: Recipe, notes: tuple[Fragment, ...], release: Release) -> str:
    """Let towncrier render notes under a title, and keep the last text: what is previewed is written a moment later."""
    found = made.config
    content: dict[str, dict[tuple[str, str, int], str]] = {name: {} for name in found.sections}
    for note in notes:
        content[note.section][note.issue, note.type, note.counter] = note.text
    version = {"name": found.name or release.name, "version": release.version, "date": release.day.isoformat()}
    body = template.render(found, content, version)
    title = title_of(found, version)
    if not title:
        return body
    line = [] if made.suffix == ".md" else [found.underlines[0] * len(title)]
    return "\n".join([title, *line, body])


def build(root: Path, release: Release, changelog: str = "") -> None:
    """Write the section into the changelog and remove the fragments; the folder stays."""
    notes = fragments(root, changelog)
    _insert(root, config(root, changelog), notes, release)
    fold(root, notes)


def fold(root: Path, notes: tuple[Fragment, ...]) -> None:
    """Remove fragments that a changelog holds; their folders stay."""
    for note in notes:
        os.unlink(f"{root}/{note.path}")  # noqa: PTH108 - of thousands, a Path takes longer than the removal
    for folder in {note.path.rpartition("/")[0] for note in notes}:
        keep_folder(root / folder)


def build_keeping(root: Path, release: Release, changelog: str = "") -> None:
    """Write the section into the changelog in place of earlier pre-releases', and keep the fragments."""
    _insert(root, config(root, changelog), fragments(root, changelog), release)


def _insert(root: Path, found: Config, notes: tuple[Fragment, ...], release: Release) -> None:
    """Render notes and write them into the changelog at their place."""
    section = rendered(recipe(found), notes, release)
    path = path_of(found, release)
    text = existing(root, path)
    if not found.single_file:
        if text.content:
            raise SectionExists(path=path, version=release.version)
        text.with_content(section.rstrip() + "\n").save()
        return
    from gonogo.changelog.document import Document
    from gonogo.changelog.insertion import inserted

    text.with_content(inserted(Document(text.content, path), found.start_string, section, release)).save()


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


def how(_root: Path, _changelog: str) -> str:
    """Return how a note is written."""
    return 'write one with: invoke news --type TYPE "what changed"'


def pending(root: Path, changelog: str, _current: str = "", _new: str = "") -> tuple[str, ...]:
    """Return the paths of the fragments that wait."""
    return tuple(note.path for note in fragments(root, changelog))


def types(root: Path, changelog: str) -> tuple[str, ...]:
    """Return the types of the fragments that wait."""
    return tuple(dict.fromkeys(note.type for note in fragments(root, changelog)))


def preview(root: Path, release: Release, changelog: str) -> str:
    """Return the section that would be written."""
    return render(root, release, changelog).strip("\n") + "\n"


def write(root: Path, release: Release, changelog: str) -> None:
    """Write the section; a final release takes the fragments with it, a pre-release leaves them."""
    (build_keeping if release.is_pre else build)(root, release, changelog)


def section(root: Path, version: str, changelog: str) -> str:
    """Return what the changelog says under a version's heading."""
    from gonogo.changelog.document import cut

    found = config(root, changelog)
    if found.single_file:
        path = found.filename
        return cut(load(root, path).content, path, version) if (root / path).is_file() else ""
    name = re.sub(r"\{project_date[^}]*\}", "*", found.filename).format(name=found.name, version=version)
    inside(root, name.replace("*", "x"))
    matches = sorted(root.glob(name))
    return "" if not matches else _whole(matches[0].relative_to(root).as_posix(), root, version)


def _whole(path: str, root: Path, version: str) -> str:
    """Return the text of one version's own file, without its heading where it has one."""
    from gonogo.changelog.document import cut

    content = load(root, path).content
    return cut(content, path, version) or content.strip("\n")
