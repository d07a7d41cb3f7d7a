"""`invoke bump` beside bump-my-version and towncrier by a shell script, commit and tag included."""

from __future__ import annotations

from pathlib import Path

from benchmarks import clock, sample
from benchmarks.sample import Fresh

OURS = ("invoke", "bump", "--part", "minor")
THEIRS = """\
bump-my-version bump --no-commit --no-tag --allow-dirty minor
towncrier build --yes --version 1.1.0
git add --all
git commit --quiet -m 'Release 1.1.0'
git tag -a -m 'Release 1.1.0' v1.1.0
"""
FRAGMENTS = 3000
FILES = 20_000


def measure(folder: Path) -> None:
    """Compare them on a sample, in a fresh clone of it, with many fragments, and with many files."""
    small = sample.make(folder / "small")
    beside("30 fragments", small, goal=0.8)
    beside("30 fragments, in a fresh clone", small, goal=1.0, fresh=sample.clone)
    beside(f"{FRAGMENTS} fragments", sample.make(folder / "notes", fragments=FRAGMENTS), goal=1.0)
    beside(f"{FILES} files", sample.make(folder / "files", files=FILES), goal=1.2)


def beside(what: str, root: Path, goal: float, fresh: Fresh = sample.copy) -> None:
    """Compare a bump with the shell script, each time in a fresh copy."""
    clock.pairs(f"bump / shell script, {what}", lambda: ours(root, fresh), lambda: theirs(root, fresh), goal)


def ours(root: Path, fresh: Fresh = sample.copy) -> clock.Run:
    """Bump a fresh copy."""
    with fresh(root) as copy:
        return clock.run(OURS, copy)


def theirs(root: Path, fresh: Fresh = sample.copy) -> clock.Run:
    """Bump a fresh copy by the shell script."""
    with fresh(root) as copy:
        return clock.run(("sh", "-ec", THEIRS), copy)
