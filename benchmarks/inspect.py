"""`gonogo inspect` beside `twine check --strict`, both as commands: two files, a hundred, and a large one."""

from __future__ import annotations

from pathlib import Path

from benchmarks import clock, sample, wheels
from benchmarks.clock import Run

FILES = 100
MEBIBYTES = 500
FLAT = 120
"""MiB that no process may exceed, however large a file is."""


def measure(folder: Path) -> None:
    """Compare them on the sample's files, on many wheels, and on a large one, which is refused for its size."""
    root = sample.make(folder)
    clock.run(("python", "-m", "build", "--installer", "uv"), root)
    beside("an sdist and a wheel", folder, [str(path) for path in sorted((root / "dist").iterdir())], goal=1.0)
    beside(f"{FILES} files", folder, wheels.many(folder, FILES), goal=0.9)
    large = [str(wheels.wheel(folder, 0, MEBIBYTES))]
    beside(f"{MEBIBYTES} MiB", folder, large, goal=1.0)
    peak = ours(folder, large).peak
    clock.say(f"    peak memory {peak:.0f} MiB; {'flat' if peak < FLAT else 'NOT FLAT'}")


def beside(what: str, folder: Path, files: list[str], goal: float) -> None:
    """Compare them on some files."""
    title = f"inspect / twine check --strict, {what}"
    clock.pairs(title, lambda: ours(folder, files), lambda: theirs(folder, files), goal)


def ours(folder: Path, files: list[str]) -> Run:
    """Inspect files; a refusal is an answer too."""
    return clock.run(("sh", "-c", 'gonogo inspect "$@" || test $? = 1', "sh", *files), folder)


def theirs(folder: Path, files: list[str]) -> Run:
    """Check files with twine; a refusal is an answer too."""
    return clock.run(("sh", "-c", 'twine check --strict "$@" || test $? = 1', "sh", *files), folder)
