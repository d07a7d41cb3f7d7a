"""A release's wheel beside one of the commit that the release begins with: files by name, and metadata."""

import re
import zipfile
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from gonogo.artifacts import builder, workshops
from gonogo.git.repository import Git
from gonogo.model.board import Row, examined_row, waived_row
from gonogo.model.errors import GonogoError, counted, readable_error
from gonogo.model.plan import Plan
from gonogo.model.verdict import Examined, Finding, Verdict
from gonogo.release import build, extent
from gonogo.release.contexts import Context
from gonogo.system import folders

NAME = "files of the wheel"
LOST = "find out why its build leaves it out; if that is intended, waive nothing_else_moves in [tool.gonogo.waivers]"
ADDED = "check whether it belongs in the wheel; if it does, there is nothing to do"
NOT_BUILT = "commit what it needs; a wheel of the release itself was built"

_TOP = re.compile(r"^[^/]+\.(dist-info|data)/")
_HASH = re.compile(r"(?=[a-z]*[0-9])[0-9a-f]{8,}")


@dataclass(frozen=True)
class Contents:
    """What a wheel holds: files by name, its own folders without name and version; its version; its metadata."""

    names: frozenset[str]
    version: str
    entries: extent.Entries


@contextmanager
def compared(plan: Plan, context: Context) -> Iterator[Callable[[], Row]]:
    """Build a wheel of the base commit beside other work, unless it is compiled; give what waits for its row."""
    reason = context.project.settings.waivers.get(extent.WAIVER)
    wheels = [path for path in context.kept.files(context.manifest(plan)) if path.suffix == ".whl"]
    if reason:
        yield lambda: waived_row(NAME, reason)
    elif len(wheels) != 1 or not wheels[0].name.endswith("-any.whl"):
        note = "not compared: there is no pure wheel, and nothing is compiled twice"
        yield lambda: Row(NAME, Verdict.GO, note=note)
    else:
        with ThreadPoolExecutor(1, "names") as pool:
            looking = pool.submit(look, plan, context, wheels[0])
            yield lambda: examined_row(NAME, looking.result())


def look(plan: Plan, context: Context, wheel: Path) -> Examined:
    """Compare the names in the release's wheel with a quick build of the base commit's, then with an exact one."""
    new = contents(wheel)
    try:
        for made_by, place in ((quick, build.read_only), (exact, alone)):
            with folders.temporary() as folder:
                tree = place(context, context.git, plan.base, folder / "tree") / context.subfolder
                old = contents(made_by(tree, folder / "dist", context))
            found = findings(old, new, plan, context)
            if not found:
                break
    except (GonogoError, OSError) as error:
        what = f"not compared: no wheel of {plan.base[:12]} could be built: {readable_error(error).sentence}"
        return Examined(1, (Finding("files-not-compared", what, fix=NOT_BUILT, blocking=False),))
    names = f"{counted(len(new.names), 'file')}, named as before the release"
    return Examined(len(new.names), found, "" if found else names)


def alone(_context: Context, git: Git, commit: str, folder: Path) -> Path:
    """Return a clean clone of a commit that no other package reads."""
    return build.clean_clone(git, commit, folder)


def quick(tree: Path, out: Path, context: Context) -> Path:
    """Build a wheel from a tree, by the backend that has been started already, in an environment that is kept."""
    out.mkdir()
    with workshops.kept_workshop(tree, {}, context.backend, context.siblings) as backend:
        return backend.build("wheel", out)


def exact(tree: Path, out: Path, context: Context) -> Path:
    """Build a wheel of a tree as that of a release is built."""
    return builder.build(tree, out, context.git.epoch("HEAD"), builder.How(siblings=context.siblings))[1]


def contents(wheel: Path) -> Contents:
    """Return what a wheel holds; BrokenArtifact where it cannot be read."""
    found = builder.metadata_of(wheel)
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if not name.endswith("/")]
    if any(name.endswith(".dist-info/entry_points.txt") for name in names):
        listed = builder.entry_points(builder.member(wheel, ".dist-info/entry_points.txt"))
        found = replace(found, entry_points=listed)
    return Contents(frozenset(_TOP.sub(r"\1/", name) for name in names), found.version, extent.entries(found))


def findings(old: Contents, new: Contents, plan: Plan, context: Context) -> tuple[Finding, ...]:
    """Return a finding for each file or backend's metadata that changed, and that the release does not explain."""
    went, came = old.names - new.names, new.names - old.names
    before = {name: general(name, {plan.old, old.version}) for name in went}
    after = {name: general(name, {plan.new, new.version}) for name in came}
    lost = unmatched(before, Counter(after.values()), plan.fragments)
    added = unmatched(after, Counter(before.values()), made(plan, context))
    moves = (move for move in extent.differences(old.entries, new.entries) if extent.is_stopping(move, plan, context))
    return (
        *map(extent.stopping, moves),
        *(Finding("files-moved", f"the wheel of {plan.new} loses {name}", name, LOST) for name in lost),
        *(
            Finding("files-moved", f"the wheel of {plan.new} adds {name}", name, ADDED, blocking=False)
            for name in added
        ),
    )


def unmatched(forms: dict[str, str], others: Counter[str], paths: Collection[str]) -> list[str]:
    """Return the names of which no other has the same form, and which are not those of files at some paths."""
    known = {PurePosixPath(path).name for path in paths}
    left = []
    for name, form in sorted(forms.items()):
        if others[form]:
            others[form] -= 1
        elif PurePosixPath(name).name not in known:
            left.append(name)
    return left


def general(name: str, versions: Collection[str]) -> str:
    """Return a name without the version in it, in whole or to its second number, and without a hash of the content."""
    for version in sorted(filter(None, versions), key=len, reverse=True):
        parts = re.split(r"[._+-]", version)
        for end in dict.fromkeys((len(parts), min(2, len(parts)))):
            pattern = "[._-]".join(map(re.escape, parts[:end]))
            name = re.sub(rf"(?<![0-9]){pattern}(?![0-9])", "{version}", name)
    return name if name.endswith(".py") else _HASH.sub("{hash}", name)


def made(plan: Plan, context: Context) -> list[str]:
    """Return the paths of the files that the release commit adds, which the board shows, or which hold its notes."""
    words = ("diff", "--name-only", "--diff-filter=A", "--no-renames", "-z", plan.base, context.commit(plan))
    return context.clone(*words).split("\0")
