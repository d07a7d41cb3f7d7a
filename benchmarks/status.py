"""`gonogo status` beside `invoke --list`, which does no more than start."""

from __future__ import annotations

from pathlib import Path

from benchmarks import clock, sample


def measure(folder: Path) -> None:
    """Compare them where no release is open, and where one waits to be pushed."""
    root = sample.make(folder)
    beside("nothing open", root)
    clock.run(("invoke", "bump", "--part", "minor"), root)
    beside("a release open", root)


def beside(what: str, root: Path) -> None:
    """Compare them in one state of a repository."""
    clock.pairs(
        f"status / invoke --list, {what}",
        lambda: clock.run(("gonogo", "status"), root),
        lambda: clock.run(("invoke", "--list"), root),
        goal=2.5,
    )
