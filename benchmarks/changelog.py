"""`invoke changelog` beside `towncrier build --draft`."""

from __future__ import annotations

from pathlib import Path

from benchmarks import bump, clock, sample

OURS = ("invoke", "changelog", "--part", "minor")
THEIRS = ("towncrier", "build", "--draft", "--version", "1.1.0")


def measure(folder: Path) -> None:
    """Compare them with many fragments."""
    root = sample.make(folder, fragments=bump.FRAGMENTS)
    title = f"changelog / towncrier build --draft, {bump.FRAGMENTS} fragments"
    clock.pairs(title, lambda: clock.run(OURS, root), lambda: clock.run(THEIRS, root), goal=1.3)
