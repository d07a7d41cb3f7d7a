"""A patch release breaks no caller: everything that was public in the last release is still there."""

from collections.abc import Iterator

from gonogo.checks.reader import Reader
from gonogo.git.tags import Tag
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
    names = reader.project.settings.import_names or reader.project.layout.import_names
    if not reader.last.commit:
        return Examined(1, note="there is no earlier release to compare with")
    if not reader.sources_differ:
        return Examined(1, note=f"no source differs from {reader.last.name}")
    found = reader.api_since_last(names)
    broken = tuple(findings(found.broken, reader.last, blocking=promises(reader)))
    count = max(len(names), 1) - len(found.unread)
    left = not_compared(found.left, LEFT_FIX if count else ALL_LEFT_FIX)
    return Examined(count, (*broken, *left), f"since {reader.last.name}")


def promises(reader: Reader) -> bool:
    """Return whether the step from the last release to this one promises that nothing breaks."""
    old, new = parse(reader.last.version), parse(reader.version)
    if detect(old.release, "", reader.day) is not None:
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
