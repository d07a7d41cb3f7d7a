"""(d) Growth: 30 to 3,000 fragments; 1 to 100 wheels at 100 ms latency; a wheel of 500 MB in flat memory."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks import beside, bump, clock, sample, wheels
from benchmarks.clock import Run, say

LATENCY = 100
FRAGMENTS = (30, 300, 3000)
WHEELS = (1, 10, 100)
MEBIBYTES = 500
FLAT = 120
"""MiB that no process may exceed, however large a file is."""


def measure(folder: Path) -> None:
    """Measure each of the three."""
    fragments(folder)
    uploads(folder)
    memory(folder)


def fragments(folder: Path) -> None:
    """Bump with more and more fragments, and beside the shell script with the most."""
    roots = {number: sample.make(folder / str(number), fragments=number) for number in FRAGMENTS}
    walls = {number: clock.run(bump.OURS, sample.copy(root)).wall for number, root in roots.items()}
    grown = ", ".join(f"{number}: {wall / walls[FRAGMENTS[0]]:.2f}" for number, wall in walls.items())
    say(f"bump by fragments, as multiples of the first: {grown}")
    most = roots[FRAGMENTS[-1]]
    clock.pairs(
        f"bump / shell script, {FRAGMENTS[-1]} fragments",
        lambda: clock.run(bump.OURS, sample.copy(most)),
        lambda: clock.run(("sh", "-ec", bump.THEIRS), sample.copy(most)),
        goal=None,
        rounds=2,
    )


def uploads(folder: Path) -> None:
    """Send more and more wheels, and beside twine."""
    files = [str(wheels.wheel(folder, number)) for number in range(1, WHEELS[-1] + 1)]
    walls = {number: sent(files[:number], folder).wall for number in WHEELS}
    grown = ", ".join(f"{number}: {wall / walls[WHEELS[0]]:.2f}" for number, wall in walls.items())
    say(f"upload with {LATENCY} ms latency, as multiples of the first: {grown}")
    clock.pairs(
        f"upload / twine upload, {WHEELS[1]} wheels",
        lambda: sent(files[: WHEELS[1]], folder),
        lambda: by_twine(files[: WHEELS[1]], folder),
        goal=1.0,
        rounds=2,
    )


def memory(folder: Path) -> None:
    """Send and inspect a large wheel, and print the memory of both."""
    large = str(wheels.wheel(folder, 1, MEBIBYTES))
    inspect = ("sh", "-c", f"gonogo inspect {large} || test $? = 1")
    runs = {"upload": sent([large], folder, 0), "inspect (refused: the limit is less)": clock.run(inspect, folder)}
    for name, run in runs.items():
        say(f"{name} of {MEBIBYTES} MiB: peak memory {run.peak:.0f} MiB; {'flat' if run.peak < FLAT else 'NOT FLAT'}")


def sent(files: list[str], folder: Path, latency: int = LATENCY) -> Run:
    """Send files to an empty index as gonogo does."""
    with beside.embedded(latency) as facts:
        return clock.run((sys.executable, "-m", "benchmarks.sending", *files), folder, {**facts, **IMPORTABLE})


def by_twine(files: list[str], folder: Path) -> Run:
    """Send files to an empty index with twine's command."""
    with beside.embedded(LATENCY) as facts:
        account = {"TWINE_USERNAME": "__token__", "TWINE_PASSWORD": facts["TOKEN"]}
        return clock.run(("twine", "upload", "--repository-url", facts["UPLOAD"], *files), folder, account)


IMPORTABLE = {"PYTHONPATH": str(Path(__file__).parents[1])}
