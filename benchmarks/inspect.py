"""(f) `gonogo inspect` of an sdist and a wheel beside `twine check --strict`, both as commands."""

from __future__ import annotations

from pathlib import Path

from benchmarks import clock, sample


def measure(folder: Path) -> None:
    """Compare them on the sample's files."""
    root = sample.make(folder)
    clock.run(("python", "-m", "build", "--installer", "uv"), root)
    files = [str(path) for path in sorted((root / "dist").iterdir())]
    clock.pairs(
        "inspect / twine check --strict",
        lambda: clock.run(("gonogo", "inspect", *files), root),
        lambda: clock.run(("twine", "check", "--strict", *files), root),
        goal=1.0,
        rounds=2 * clock.ROUNDS,
    )
