"""A change that breaks callers is never released as a patch: what was public at the last release still is."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

from gonogo.checks.reader import Reader
from gonogo.git.repository import Git
from gonogo.git.tags import Tag, newest_final_before
from gonogo.model.errors import shown
from gonogo.model.verdict import Examined, Finding
from gonogo.project import api
from gonogo.version.calver import detect
from gonogo.version.pep440 import parse

NEEDS = frozenset({"tree"})

FIX = "release it as --part major (under 0.x: minor), give back what was taken, or waive this check with a reason"
LEFT_FIX = "compare it yourself"
ALL_LEFT_FIX = (
    "compare it yourself, then say so under [tool.gonogo.waivers] in pyproject.toml: "
    'breaking_changes_declared = "REASON"'
)


def check(reader: Reader) -> Examined:
    """Compare the public API of the last final release with that of this one, by their sources.

    Under 0.x a minor may break (SemVer, item 4); a calendar version promises nothing, and one that breaks in a minor
    is reported without blocking. What cannot be compared is named as advice.
    """
    git = Git(reader.tree)
    project = reader.project
    names = project.settings.import_names or project.layout.import_names
    last = newest_final_before(git, project.tag_template, project.name, reader.version)
    if not last.commit:
        return Examined(1, note="there is no earlier release to compare with")
    if not api.changed(git, last.commit, "HEAD"):
        return Examined(1, note=f"no source differs from {last.name}")
    blocking = promises(reader, last, git)
    with tempfile.TemporaryDirectory(prefix="gonogo-api-") as folder:
        old = api.unpack(git, reader.tree, last.commit, Path(folder) / "old")
        new = api.unpack(git, reader.tree, "HEAD", Path(folder) / "new")
        found = api.compare(old, new, names)
    broken = tuple(findings(found.broken, last, blocking=blocking))
    count = max(len(names), 1) - len(found.unread)
    return Examined(
        count, (*broken, *not_compared(found.left, LEFT_FIX if count else ALL_LEFT_FIX)), f"since {last.name}"
    )


def promises(reader: Reader, last: Tag, git: Git) -> bool:
    """Return whether the step from the last release to this one promises that nothing breaks."""
    old, new = parse(last.version), parse(reader.version)
    day = datetime.fromtimestamp(git.epoch("HEAD"), timezone.utc).date()
    if detect(old.release, "", day) is not None:
        return False
    return (old.epoch, old.major, old.minor) == (new.epoch, new.major, new.minor)


def findings(found: tuple[api.Break, ...], last: Tag, *, blocking: bool) -> Iterator[Finding]:
    """Yield a finding for each thing that broke."""
    for one in found:
        yield Finding("api-broken", f"{shown(one)} (since {last.name})", one.where, FIX, blocking)


def not_compared(left: dict[str, str], fix: str) -> Iterator[Finding]:
    """Yield an advice for each thing that could not be compared."""
    for name, why in left.items():
        yield Finding("not-compared", f"{shown(name)} was not compared: {shown(why)}", "", fix, blocking=False)
