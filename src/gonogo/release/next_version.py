"""Which version follows: by gonogo's parts, or by the scheme of the project's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonogo.git import tags
from gonogo.git.repository import Git
from gonogo.version import calver
from gonogo.version.pep440 import next_version, parse, requested

if TYPE_CHECKING:
    from datetime import date

    from gonogo.model.project import Project


def following(project: Project, part: str, pre: str, today: date) -> str:
    """Return the version that follows the project's by a part; `auto` is the least that notes and API allow.

    Where `[tool.bumpversion]` has a `parse` or `serialize`, its own parts come first.
    """
    old = project.present
    asked = _least(project) if part == "auto" else part or "pre"
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


def _least(project: Project) -> str:
    """Return the least part that notes and API allow."""
    from gonogo.release import auto

    return auto.part(project).part


def _by_own_scheme(project: Project, old: str, part: str) -> str:
    """Return the version that the project's own scheme makes; empty without one, or where the part is none
    of its own."""
    from gonogo.project.bump import Bumper, live_config

    own = live_config(project.root, old)
    if own is None or not own.has_scheme:
        return ""
    with Bumper() as bumper:
        made = bumper.next(project.root, old, part)
    return requested(made) if made else ""
