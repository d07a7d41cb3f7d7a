"""The clock: commands measured by turns, and ratios with their spread. No absolute time is ever a verdict."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

NOT_HANDED_ON = ("PYTHONDONTWRITEBYTECODE", "PYTHONPROFILEIMPORTTIME")
"""Variables without which bytecode is kept, as on an ordinary machine."""

ROUNDS = int(os.environ.get("GONOGO_BENCH_ROUNDS", "7"))


class Failed(RuntimeError):
    """A measured command failed."""


@dataclass(frozen=True)
class Run:
    """What one run took: wall and cpu seconds, and the largest memory of one of its processes in MiB."""

    wall: float
    cpu: float
    peak: float = 0.0


Act = Callable[[], Run]


def run(argv: Sequence[str], cwd: Path, extra: Mapping[str, str] | None = None) -> Run:
    """Run a command to its end and measure it with all its children; Failed shows what it printed."""
    env = {name: value for name, value in os.environ.items() if name not in NOT_HANDED_ON}
    env["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), env["PATH"]])
    with (cwd / ".." / "output").open("w+b") as output:
        started = time.perf_counter()
        child = subprocess.Popen(
            argv,
            cwd=cwd,
            env={**env, **(extra or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        _, status, used = os.wait4(child.pid, 0)
        wall = time.perf_counter() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            output.seek(0)
            raise Failed(f"{' '.join(argv)}: {output.read().decode(errors='replace')[-2000:]}")
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def by_turns(*acts: Act, rounds: int = ROUNDS) -> list[list[Run]]:
    """Run each act as often as the others, by turns, after one round that warms the caches of all; return its runs."""
    for act in acts:
        act()
    runs: list[list[Run]] = [[] for _ in acts]
    for number in range(rounds):
        for place in range(len(acts))[:: -1 if number % 2 else 1]:
            runs[place].append(acts[place]())
    return runs


def pairs(title: str, ours: Act, theirs: Act, goal: float | None = None) -> None:
    """Print how ours compares: the median of wall and cpu as a multiple of the other side's, with their spread."""
    mine, others = by_turns(ours, theirs)
    walls = [one.wall / other.wall for one, other in zip(mine, others, strict=True)]
    cpus = [one.cpu / other.cpu for one, other in zip(mine, others, strict=True)]
    said = "no goal" if goal is None else f"goal {goal} {'met' if statistics.median(walls) <= goal else 'MISSED'}"
    say(f"{title}: wall {spread(walls)}; cpu {spread(cpus)}; n {len(walls)}; {said}")
    say(f"    medians for orientation: {of(mine)} against {of(others)}")


def spread(values: Sequence[float]) -> str:
    """Return the median of ratios, and the least and the greatest."""
    return f"{statistics.median(values):.2f} ({min(values):.2f} to {max(values):.2f})"


def of(runs: Sequence[Run]) -> str:
    """Return the median wall and cpu seconds of runs."""
    return f"{median(runs, 'wall'):.2f} s wall, {median(runs, 'cpu'):.2f} s cpu"


def median(runs: Sequence[Run], what: str) -> float:
    """Return the median of one measure of runs: `wall`, `cpu` or `peak`."""
    return float(statistics.median(getattr(one, what) for one in runs))


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
