"""`nox -s release` again on an unchanged commit, beside the first time."""

from __future__ import annotations

from pathlib import Path

from benchmarks import clock, release, sample


def measure(folder: Path) -> None:
    """Compare the second run with the first."""
    root = sample.make(folder)
    with sample.copy(root) as done:
        clock.run(release.OURS, done)
        clock.pairs(
            "release again / release",
            lambda: clock.run(release.OURS, done),
            lambda: release.ours(root),
            goal=0.08,
        )
