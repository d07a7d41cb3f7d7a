"""Building again: under other circumstances from the same commit, and what differs between two files, by member."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from gonogo.artifacts import builder, expected, members
from gonogo.artifacts.store import digest
from gonogo.model.board import Row, waived_row
from gonogo.model.errors import shown
from gonogo.model.plan import Plan
from gonogo.model.verdict import Finding, Verdict
from gonogo.release import build
from gonogo.release.contexts import Context
from gonogo.release.runner import Listener, timed
from gonogo.system import process
from gonogo.system.folders import temporary

SHOWN = 20  # members that are named at the most, for each file


@dataclass(frozen=True)
class Circumstances:
    """Where and how a build is made: which one it is, its folder, the umask, and its variables."""

    name: str
    folder: str
    umask: int
    variables: Mapping[str, str]


def both() -> tuple[Circumstances, Circumstances]:
    """Return two circumstances that share nothing a build should depend on."""
    here = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"}
    there = {"TZ": "XXX-13:45", "LC_ALL": other_locale(), "PYTHONHASHSEED": "4242"}
    return Circumstances("first build", "one", 0o022, here), Circumstances(
        "second build", "a/longer path/two", 0o077, there
    )


def other_locale() -> str:
    """Return a locale of this machine that sorts and writes dates otherwise than C does; C where there is none."""
    try:
        names = process.run(["locale", "-a"], Path.cwd()).stdout.split()
    except process.ProgramMissing:
        return "C"
    return next((name for name in names if "utf" in name.lower() and not name.startswith(("C.", "POSIX"))), "C")


def twice(plan: Plan, context: Context, listener: Listener) -> tuple[Row, ...]:
    """Build a commit twice, each time under other circumstances, and return a row for each build and each file."""
    rows: tuple[Row, ...] = ()
    with temporary() as folder:
        ways = both()
        for one in ways:
            act = partial(made, plan, context, folder, one)
            rows = (*rows, timed(one.name, listener, act))
            if rows[-1].verdict is not Verdict.GO:
                return rows
        first, second = ({path.name: path for path in out(folder, one).iterdir()} for one in ways)
        return (*rows, *judged(tuple(compared(first, second, Sides("the first build", "the second", FIX))), context))


def judged(rows: tuple[Row, ...], context: Context) -> tuple[Row, ...]:
    """Return the rows of files; what differs is advice where the settings say that builds differ, and why."""
    settings = context.project.settings
    if settings.reproducible:
        return rows
    return tuple(
        replace(waived_row(row.name, settings.reproducible_reason), findings=advice(row.findings))
        if row.verdict is Verdict.NO_GO
        else row
        for row in rows
    )


def advice(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return findings that do not block."""
    return tuple(replace(one, blocking=False) for one in findings)


def out(folder: Path, one: Circumstances) -> Path:
    """Return the folder of the files that are built under some circumstances."""
    return folder / one.folder / "dist"


def made(plan: Plan, context: Context, folder: Path, one: Circumstances) -> Row:
    """Build under some circumstances, from a clean clone that is made under them too."""
    git, commit = build.holder(plan, context), context.commit(plan)
    how = builder.How(build.pins(plan, git), one.variables)
    with masked(one.umask):
        (folder / one.folder).mkdir(parents=True)
        tree = build.clean_clone(git, commit, folder / one.folder / "tree") / context.subfolder
        files = expected.build(tree, out(folder, one), git.epoch(commit), context.project.settings.artifacts, how)
    words = ", ".join(f"{name}={value}" for name, value in one.variables.items())
    return Row(one.name, Verdict.GO, note=f"{len(files)} files with umask {one.umask:03o}, {words}")


@contextmanager
def masked(umask: int) -> Iterator[None]:
    """Let files be made with a umask."""
    before = os.umask(umask)
    try:
        yield
    finally:
        os.umask(before)


@dataclass(frozen=True)
class Sides:
    """What two files that are compared are called, and what to do where they differ."""

    first: str
    second: str
    fix: str


def compared(first: Mapping[str, Path], second: Mapping[str, Path], sides: Sides) -> Iterator[Row]:
    """Yield a row for each file: the same bytes, or the members that differ."""
    for name in sorted({*first, *second}):
        if name in first and name in second:
            yield row_of(first[name], second[name], sides)
        else:
            where, other = (sides.first, sides.second) if name in first else (sides.second, sides.first)
            what = f"{where} gives {name}, and {other} does not"
            yield Row(name, Verdict.NO_GO, findings=(Finding("one-alone", what, name, sides.fix),))


FIX = "make the build independent of its surroundings; or say why it differs: reproducible = false in [tool.gonogo]"


def row_of(first: Path, second: Path, sides: Sides) -> Row:
    """Return the row of one file from two places."""
    sha256 = digest(first)
    if sha256 == digest(second):
        return Row(first.name, Verdict.GO, note=f"the same bytes, sha256 {sha256[:12]}")
    ours = members.digests(first)
    found = [
        f"{path} {how}" for path, how in members.differences(ours, members.digests(second), (sides.first, sides.second))
    ]
    if not found:
        return Row(first.name, Verdict.GO, note=f"the same {len(ours)} members, packed into other bytes")
    more = len(found) - SHOWN
    lines = [*found[:SHOWN], *([f"{more} more members differ"] if more > 0 else [])]
    findings = tuple(Finding("other-member", shown(line), first.name, sides.fix) for line in lines)
    return Row(first.name, Verdict.NO_GO, note=f"{len(found)} of {len(ours)} members differ", findings=findings)
