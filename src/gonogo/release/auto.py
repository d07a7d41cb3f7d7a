"""`--part auto`: the least part that the notes and the API allow."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gonogo import changelog
from gonogo.git import sources
from gonogo.git.repository import Git
from gonogo.git.tags import newest_below_head
from gonogo.project import api
from gonogo.version.pep440 import parse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gonogo.model.project import Project

RANKS = ("patch", "minor", "major")
BREAKING = ("break", "remov", "incompatib", "major")
GROWING = ("feat", "add", "new", "change", "deprecat", "enhanc", "improve", "minor")
NEUTRAL = ("doc",)


@dataclass(frozen=True)
class Least:
    """The least part that a release may raise, and what asks for it."""

    part: str
    why: str


def part(project: Project) -> Least:
    """Return the least part that the waiting notes and the API diff since the newest tag allow.

    A version under way (1.3.0.dev0, 1.3.0rc1) is raised from the last release's point of view by
    `next_version`.
    """
    version = project.present
    asked = [of_types(waiting_types(project)), of_breaks(broken(project))]
    least = max(asked, key=lambda one: RANKS.index(one.part))
    return Least(eased(least.part, version), least.why)


def eased(part: str, version: str) -> str:
    """Return the part for a breaking change: under 0.x a minor is enough (SemVer, item 4)."""
    return "minor" if part == "major" and parse(version).major == 0 else part


def of_types(types: Iterable[str]) -> Least:
    """Return the least part that types of notes allow; what is neither breaking nor growing is a patch."""
    found = {kind: _rank(kind) for kind in types}
    if not found:
        return Least("patch", "no notes")
    kind = max(found, key=lambda one: found[one])
    return Least(RANKS[found[kind]], f"a note of type {kind}")


def _rank(kind: str) -> int:
    """Return how much a type of note asks for."""
    lowered = kind.lower()
    if lowered.startswith(NEUTRAL):
        return 0
    if any(word in lowered for word in BREAKING):
        return 2
    return int(any(word in lowered for word in GROWING))


def of_breaks(found: tuple[api.Break, ...]) -> Least:
    """Return the least part that an API diff allows."""
    return Least("major", f"{found[0]} and {len(found) - 1} more") if found else Least("patch", "the API holds")


def waiting_types(project: Project) -> tuple[str, ...]:
    """Return the types of the notes that wait."""
    module = changelog.of(project.changelog_kind)
    types: tuple[str, ...] = module.types(project.root, project.changelog)
    return types


def broken(project: Project) -> tuple[api.Break, ...]:
    """Return what broke between the newest tag below HEAD and HEAD; nothing where there is no tag yet."""
    git = Git(project.root)
    newest = newest_below_head(git, project.tag_template, project.name, project.version)
    names = project.settings.import_names or project.layout.import_names
    if not newest.commit or not names or not sources.changed(git, newest.commit, "HEAD"):
        return ()
    with tempfile.TemporaryDirectory(prefix="gonogo-api-") as folder:
        old = sources.unpack(git, project.root, newest.commit, Path(folder) / "old")
        new = sources.unpack(git, project.root, git.resolve("HEAD"), Path(folder) / "new")
        return api.compare(old, new, names).broken
