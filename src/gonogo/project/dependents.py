"""What else moves with a version: lock files, the citation, and snippets that the settings name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from packaging.utils import canonicalize_name

from gonogo.model.errors import GonogoError, NoGo
from gonogo.project.locations import find, label, lookup, read
from gonogo.system import toml
from gonogo.system.text import load
from gonogo.version.pep440 import canonical, spelling_named, to_cargo

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from gonogo.model.location import Location
    from gonogo.model.project import Project


class FollowerLags(NoGo):
    text = "{place} says {said} instead of {version}"
    hint_text = "fix the location in the setting `also` of [tool.gonogo]"


def write(top: Path, root: Path, project: Project, version: str, day: date) -> list[str]:
    """Bring all that follows the version to it and read it back (FollowerLags); return the paths, relative to `top`."""
    prefix = root.relative_to(top)
    changed = [(prefix / place.path).as_posix() for place in project.settings.also if _snippet(root, place, version)]
    if write_citation(root, version, day):
        changed.append((prefix / CITATION).as_posix())
        if read_citation(root) != version:
            raise FollowerLags(place=CITATION, said=read_citation(root), version=version)
    return changed + write_locks(top, root, project, version)


def write_locks(top: Path, root: Path, project: Project, version: str) -> list[str]:
    """Bring the project's own entry in its lock files to the version; return the changed paths, relative to `top`."""
    changed = []
    for path in locks(top, root, project):
        name = crate(root, project) if PurePosixPath(path).name == "Cargo.lock" else project.name
        if name and write_lock(top, path, name, version):
            changed.append(path)
    return changed


def _snippet(root: Path, place: Location, version: str) -> bool:
    """Write the version into a snippet, whatever it says now; return whether that changed it."""
    spot = find(root, place)
    written = spelling_named(place.spelling).write(version)
    spot.replaced(written).save()
    if find(root, place).raw != written:
        raise FollowerLags(place=label(place), said=read(root, place), version=version)
    return spot.raw != written


def locks(top: Path, root: Path, project: Project) -> tuple[str, ...]:
    """Return the lock files to follow, relative to `top`: those of the settings, else the nearest of each kind."""
    if project.settings.locks:
        return tuple((root.relative_to(top) / path).as_posix() for path in project.settings.locks)
    folders = [root, *(one for one in root.parents if one.is_relative_to(top))]
    extra = [(root / place.path).parent for place in project.places if place.path.endswith("/Cargo.toml")]
    found = []
    for name in LOCKS:
        nearest = next((one / name for one in (*extra, *folders) if (one / name).is_file()), None)
        found += [nearest.relative_to(top).as_posix()] if nearest else []
    return tuple(found)


def crate(root: Path, project: Project) -> str:
    """Return the name of the crate whose version is the project's; empty where no Cargo.toml holds it."""
    for place in project.places:
        if PurePosixPath(place.path).name == "Cargo.toml":
            return str(lookup(toml.read(root / place.path), "package.name") or "")
    return ""


CITATION = "CITATION.cff"
_KEY = r"^{key}:[ \t]*(?P<quote>[\"']?)(?P<value>[^\"'#\n]*?)(?P=quote)[ \t]*(?=#|$)"


class CitationUnclear(GonogoError):
    text = "CITATION.cff has {count} lines for {key}"
    hint_text = "keep one of them"


def write_citation(root: Path, version: str, day: date) -> bool:
    """Bring version and date-released to the release, where the file has them; return whether it changed."""
    if not (root / CITATION).is_file():
        return False
    text = load(root, CITATION)
    if _one(text.content, "version") is None:
        return False
    content = _with(_with(text.content, "version", version), "date-released", day.isoformat())
    if content != text.content:
        text.with_content(content).save()
    return content != text.content


def read_citation(root: Path) -> str:
    """Return the version that the file says; empty where it says none."""
    found = _one(load(root, CITATION).content, "version") if (root / CITATION).is_file() else None
    return found["value"] if found else ""


def _one(content: str, key: str) -> re.Match[str] | None:
    """Return the line of a key at the top level; CitationUnclear where there are several."""
    found = list(re.finditer(_KEY.format(key=re.escape(key)), content, re.MULTILINE))
    if len(found) > 1:
        raise CitationUnclear(key=key, count=len(found))
    return found[0] if found else None


def _with(content: str, key: str, value: str) -> str:
    """Return the text with a key's value changed, its quotes kept; unchanged where the key is not there."""
    found = _one(content, key)
    return content[: found.start("value")] + value + content[found.end("value") :] if found else content


LOCKS = ("uv.lock", "poetry.lock", "pdm.lock", "Cargo.lock")
_BLOCK = re.compile(r"^\[\[package\]\][ \t]*$", re.MULTILINE)
_NEXT = re.compile(r"^\[", re.MULTILINE)
_VERSION = re.compile(r"^version[ \t]*=[ \t]*\"(?P<version>[^\"\n]*)\"", re.MULTILINE)


class LockNotWritten(NoGo):
    text = "{path} cannot be brought to {version}: {why}"
    hint_text = "renew it with the tool that wrote it, commit it, and run the command again"


@dataclass(frozen=True)
class Entry:
    """The project's own entry in a lock file: which package it is, and where its version stands in the text."""

    number: int
    start: int
    end: int


def write_lock(root: Path, path: str, name: str, version: str) -> bool:
    """Write the version of the project's own entry; LockNotWritten unless that is all that differs once parsed."""
    text = load(root, path)
    before = toml.parse(text.content, path)
    found = own_entry(text.content, before, name)
    if found is None:
        return False
    written = to_cargo(version) if PurePosixPath(path).name == "Cargo.lock" else canonical(version)
    content = text.content[: found.start] + written + text.content[found.end :]
    after = toml.parse(content, path)
    before["package"][found.number]["version"] = written
    if after != before:
        raise LockNotWritten(path=path, version=version, why="more than the project's own entry would change")
    if content != text.content:
        text.with_content(content).save()
    return content != text.content


def own_entry(content: str, tables: dict[str, Any], name: str) -> Entry | None:
    """Return the project's own entry, taken from no index; None where there is none with a version."""
    packages = tables.get("package", [])
    blocks = list(_BLOCK.finditer(content))
    if not isinstance(packages, list) or len(blocks) != len(packages):
        return None
    for number, (package, block) in enumerate(zip(packages, blocks, strict=True)):
        if canonicalize_name(str(package.get("name", ""))) == canonicalize_name(name) and is_local(package):
            following = _NEXT.search(content, block.end())
            version = _VERSION.search(content, block.end(), following.start() if following else len(content))
            return Entry(number, *version.span("version")) if version else None
    return None


def is_local(package: dict[str, Any]) -> bool:
    """Return whether a locked package comes from the project's own files: of uv, poetry, pdm or Cargo."""
    source = package.get("source")
    if source is None:
        return "path" in package or not ({"files", "checksum", "wheels", "sdist"} & set(package))
    if isinstance(source, dict):
        return source.get("type") == "directory" or bool({"editable", "virtual", "directory"} & set(source))
    return False
