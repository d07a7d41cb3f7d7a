"""Journeys: every sample project through `init`, releases of a whole scheme, and a rehearsal up to verify.

Run as a module (`nox -s layouts`): every layout once, each in another scheme; with --full every layout in every
scheme that it can spell; with names of layouts or schemes, only these:

    python -m tests.samples.journeys hatchling_static calver

Each journey is a repository of its own with a bare remote. Below stand a table and the figures; what is not as it
should be is reported, and ends in 1.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.samples import layouts

from gonogo.commands import bump, init, rehearse
from gonogo.model.board import Board
from gonogo.model.verdict import Verdict
from gonogo.release.planner import Request
from gonogo.release.runner import Silence

TODAY = date(2026, 11, 23)
NAMES = init.Names(("build", "tests", "rehearse"), ("bump", "news"))


@dataclass(frozen=True)
class Stage:
    """One release: the part, the stage of a pre-release, and the version that must come of it."""

    part: str
    pre: str
    version: str


SCHEMES: dict[str, tuple[str, tuple[Stage, ...]]] = {
    "semver": ("1.2.3", (Stage("patch", "", "1.2.4"), Stage("minor", "", "1.3.0"), Stage("major", "", "2.0.0"))),
    "pre": (
        "1.2.3",
        (Stage("minor", "a", "1.3.0a1"), Stage("pre", "b", "1.3.0b1"), Stage("pre", "rc", "1.3.0rc1"),
         Stage("pre", "", "1.3.0rc2"), Stage("final", "", "1.3.0")),
    ),
    "post": (
        "1.2.3",
        (Stage("post", "", "1.2.3.post1"), Stage("post", "", "1.2.3.post2"), Stage("patch", "", "1.2.4")),
    ),
    "dev": ("1.2.3", (Stage("dev", "", "1.2.4.dev0"), Stage("dev", "", "1.2.4.dev1"), Stage("final", "", "1.2.4"))),
    "two-part": ("1.2", (Stage("minor", "", "1.3"), Stage("major", "rc", "2.0rc1"), Stage("final", "", "2.0"))),
    "epoch": ("1!1.2.3", (Stage("minor", "rc", "1!1.3.0rc1"), Stage("final", "", "1!1.3.0"))),
    "calver": ("2026.10.4", (Stage("minor", "", "2026.11.0"), Stage("patch", "", "2026.11.1"))),
}  # fmt: skip
CARGO = ("semver", "pre", "calver")
"""Schemes that Cargo can spell: three numbers and a pre-release."""

ARGUMENTS = ("semver", "post", "dev", "calver")
"""Schemes that Incremental can spell: three numbers, and no alpha or beta."""

COMPILED = frozenset({"maturin_static", "maturin_cargo"})
"""Layouts whose wheel is for this machine alone: it has to be refused, and the sdist alone has to go all the way."""

SDIST_ALONE = '\n[tool.gonogo]\nartifacts = ["sdist"]\n'


def git(folder: Path, *words: str) -> None:
    """Run git in a folder."""
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)


def prepared(layout: str, version: str, folder: Path) -> Path:
    """Make a sample at a version, tagged and pushed to a bare remote, and adopt gonogo in it."""
    root = layouts.make(layout, folder / "project", version)
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "Begin")
    git(root, "tag", "-a", f"v{version}", "-m", f"v{version}")
    git(folder, "clone", "-q", "--bare", str(root), "remote.git")
    git(root, "remote", "add", "origin", str(folder / "remote.git"))
    git(root, "push", "-q", "-u", "origin", "main")
    init.apply(init.propose(root, NAMES))
    return root


def travel(layout: str, scheme: str, folder: Path) -> Iterator[str]:
    """Take a sample through a scheme, and yield what is not as it should be."""
    version, stages = SCHEMES[scheme]
    root = prepared(layout, version, folder)
    for number, stage in enumerate(stages):
        change(root, number)
        request = Request(part=stage.part, pre=stage.pre)
        if number == 0 and layout in COMPILED:
            yield from refused(rehearse.rehearse(root, request, TODAY, Silence()))
            append(root / "pyproject.toml", SDIST_ALONE)
        if number == 0:
            yield from rehearsed(rehearse.rehearse(root, request, TODAY, Silence()))
        board = bump.bump(root, request, TODAY, Silence())
        if f"-> {stage.version}" not in board.title or board.verdict is not Verdict.GO:
            yield from surprises(board, f"bump to {stage.version}")
            return
        bump.push(root, Silence())


def change(root: Path, number: int) -> None:
    """Commit a change with its fragment."""
    (root / f"changelog.d/{number}.feature.md").write_text(f"Change {number}.\n", encoding="utf-8")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", f"Change {number}")
    git(root, "push", "-q")


def append(file: Path, text: str) -> None:
    """Add a text to a file, and commit and push it."""
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")
    git(file.parent, "commit", "-q", "-m", f"Change {file.name}", "--", file.name)
    git(file.parent, "push", "-q")


def refused(board: Board) -> Iterator[str]:
    """Yield what is wrong with a rehearsal that has to fail for its wheel's platform alone."""
    if [row.name for row in board.rows if row.verdict is not Verdict.GO] != ["index_rules_hold"]:
        yield from surprises(board, "rehearsal that should be refused")


def rehearsed(board: Board) -> Iterator[str]:
    """Yield what is wrong with a rehearsal that has to be GO."""
    if board.verdict is not Verdict.GO:
        yield from surprises(board, "rehearsal")


def surprises(board: Board, what: str) -> Iterator[str]:
    """Yield the lines that say what a board found."""
    yield f"{what}: {board.title} is {board.verdict.value}"
    for row in board.rows:
        if row.verdict is not Verdict.GO:
            yield from (f"    {row.name}: {one.what} ({one.fix})" for one in row.findings if one.blocking)


def spelt(layout: str) -> list[str]:
    """Return the schemes that a layout can spell."""
    able = CARGO if layout.startswith("maturin") else ARGUMENTS if layout == "incremental" else tuple(SCHEMES)
    return [scheme for scheme in SCHEMES if scheme in able]


def chosen(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the journeys that the words name; with --full all; without words every layout once, in turning schemes."""
    named = [name for name in layouts.NAMES if name in words]
    schemes = [name for name in SCHEMES if name in words]
    for number, layout in enumerate(named or layouts.NAMES):
        able = [scheme for scheme in spelt(layout) if scheme in (schemes or SCHEMES)]
        turned = able if words else [able[number % len(able)]]
        yield from ((layout, scheme) for scheme in turned)


def journey(layout: str, scheme: str) -> list[str]:
    """Make one journey in a folder of its own and return what went wrong."""
    with tempfile.TemporaryDirectory(prefix="journey-") as folder:
        try:
            return list(travel(layout, scheme, Path(folder)))
        except Exception as error:  # noqa: BLE001 - one journey that breaks must not end the others
            return [f"{type(error).__name__}: {error}"]


def table(ends: Mapping[tuple[str, str], bool]) -> Iterator[str]:
    """Yield a table of layouts and schemes: GO, NO-GO, or a dot where no journey was made."""
    yield " ".join([f"{'':<20}", *(f"{scheme:<8}" for scheme in SCHEMES)])
    for layout in dict.fromkeys(layout for layout, _ in ends):
        cells = (ends.get((layout, scheme)) for scheme in SCHEMES)
        words = ("." if went is None else "GO" if went else "NO-GO" for went in cells)
        yield " ".join([f"{layout:<20}", *(f"{word:<8}" for word in words)])


def figures(ends: Mapping[tuple[str, str], bool], seconds: float) -> str:
    """Return how many journeys there were, over how many layouts, schemes and releases, and how long they took."""
    releases = sum(len(SCHEMES[scheme][1]) for _, scheme in ends)
    names = {layout for layout, _ in ends}, {scheme for _, scheme in ends}
    return (f"{sum(ends.values())} of {len(ends)} journeys GO: {len(names[0])} layouts, {len(names[1])} schemes, "
            f"{releases} releases, {seconds:.0f} s")  # fmt: skip


def main(words: Sequence[str]) -> int:
    """Make the journeys, report each, and return 1 if one went wrong."""
    who = {"GIT_AUTHOR_NAME": "Somebody", "GIT_AUTHOR_EMAIL": "somebody@example.org"}
    os.environ.update({**who, "GIT_COMMITTER_NAME": "Somebody", "GIT_COMMITTER_EMAIL": "somebody@example.org"})
    ends: dict[tuple[str, str], bool] = {}
    began = time.monotonic()
    for layout, scheme in chosen(words):
        started = time.monotonic()
        wrong = journey(layout, scheme)
        ends[layout, scheme] = not wrong
        verdict = "NO-GO" if wrong else "GO"
        sys.stdout.write(f"{verdict:<6} {layout:<20} {scheme:<9} {time.monotonic() - started:6.1f} s\n")
        sys.stdout.writelines(f"       {line}\n" for line in wrong)
        sys.stdout.flush()
    report = [*table(ends), figures(ends, time.monotonic() - began)]
    sys.stdout.writelines(f"{line}\n" for line in ("", *report))
    return 0 if all(ends.values()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
