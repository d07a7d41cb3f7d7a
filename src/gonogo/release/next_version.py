"""Which version follows: by gonogo's parts, by the project's own scheme, or the least that notes and API allow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gonogo import changelog
from gonogo.git import tags
from gonogo.git.repository import Git
from gonogo.version import calver
from gonogo.version.pep440 import next_version, parse, requested

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from gonogo.model.project import Project
    from gonogo.project.api import Break


def following(project: Project, part: str, pre: str, today: date) -> str:
    """Return the version that follows by a part: its own scheme first; `auto` is the least that notes and API allow."""
    old = project.present
    asked = least(project).part if part == "auto" else part or "pre"
    own = "" if pre else _by_own_scheme(project, old, asked)
    if own:
        return own
    scheme = project.settings.scheme or calendar(project, old, today)
    if not scheme:
        require_one_reading(old, asked, pre, today)
    return next_version(old, asked, pre, scheme, today)


def calendar(project: Project, old: str, today: date) -> str:
    """Return the calendar that the days of the tags show, where the version looks like one; empty where they do not."""
    release = parse(old).release
    if calver.detect(release, "", today) is None:
        return ""
    found = tags.days(Git(project.root), project.tag_template, project.name)
    return calver.by_dates({parse(version).release: day for version, day in found.items()})


SHORT_READINGS = ("pep440", "YY.N.P", "YY.MM.MICRO")
"""What a version may be whose first number is like the year without its century."""


def require_one_reading(old: str, part: str, pre: str, today: date) -> None:
    """Raise SchemeUnclear where a short year and a plain number lead to different next versions."""
    release = parse(old).release
    if calver.detect(release, "", today) is None or release[0] in calver.YEARS:
        return
    found = {next_version(old, part, pre, scheme, today): scheme for scheme in SHORT_READINGS}
    if len(found) > 1:
        readings = ", ".join(f"{version} by {scheme}" for version, scheme in found.items())
        raise calver.SchemeUnclear(version=old, why=f"too few tags show which; the next one is {readings}")


def seen(project: Project, today: date) -> str:
    """Return a sentence on the calendar that was concluded from the tags; empty where none was."""
    if project.settings.scheme:
        return ""
    scheme = calendar(project, project.present, today)
    return f"{project.present} is read as {scheme}, by the days of the tags" if scheme else ""


def _by_own_scheme(project: Project, old: str, part: str) -> str:
    """Return the version that the project's own scheme makes; empty without one, or for a part it has not."""
    from gonogo.project.bump import Bumper, live_config

    own = live_config(project.root, old)
    if own is None or not own.has_scheme:
        return ""
    with Bumper() as bumper:
        made = bumper.next(project.root, old, part)
    return made if made and requested(made) else ""


RANKS = ("patch", "minor", "major")
BREAKING = ("break", "remov", "incompatib", "major")
GROWING = ("feat", "add", "new", "change", "deprecat", "enhanc", "improve", "minor")
NEUTRAL = ("doc",)


@dataclass(frozen=True)
class Least:
    """The least part that a release may raise, and what asks for it."""

    part: str
    why: str


def least(project: Project) -> Least:
    """Return the least part that the waiting notes and the API diff since the newest tag allow.

    A version under way (1.3.0.dev0, 1.3.0rc1) is raised from the last release's point of view by
    `next_version`.
    """
    version = project.present
    asked = [of_types(waiting_types(project)), of_breaks(broken(project))]
    found = max(asked, key=lambda one: RANKS.index(one.part))
    return Least(eased(found.part, version), found.why)


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


def of_breaks(found: tuple[Break, ...]) -> Least:
    """Return the least part that an API diff allows."""
    return Least("major", f"{found[0]} and {len(found) - 1} more") if found else Least("patch", "the API holds")


def waiting_types(project: Project) -> tuple[str, ...]:
    """Return the types of the notes that wait."""
    module = changelog.of(project.changelog_kind)
    types: tuple[str, ...] = module.types(project.root, project.changelog)
    return types


def broken(project: Project) -> tuple[Break, ...]:
    """Return what broke between the newest tag below HEAD and HEAD; nothing where there is no tag yet."""
    from gonogo.project import api
    from gonogo.system.folders import temporary

    git = Git(project.root)
    newest = tags.newest_below_head(git, project.tag_template, project.name, project.version)
    names = project.settings.import_names or project.layout.import_names
    if not newest.commit or not names or not api.changed(git, newest.commit, "HEAD"):
        return ()
    with temporary() as folder:
        old = api.unpack(git, project.root, newest.commit, folder / "old")
        new = api.unpack(git, project.root, git.resolve("HEAD"), folder / "new")
        return api.compare(old, new, names).broken
