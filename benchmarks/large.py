"""(g) 20,000 commits and 10,000 files: `invoke bump` beside a small repository's time and a plain checkout."""

from __future__ import annotations

import subprocess
from pathlib import Path

from benchmarks import bump, clock, sample
from benchmarks.clock import Run

COMMITS = 20_000
FILES = 10_000


def measure(folder: Path) -> None:
    """Compare them."""
    small = sample.make(folder / "small")
    large = sample.make(folder / "large")
    grow(large)
    clock.pairs(
        "bump of a large repository / bump of a small one and a plain checkout",
        lambda: clock.run(bump.OURS, sample.copy(large)),
        lambda: both(small, large),
        goal=2.0,
        rounds=3,
    )


def both(small: Path, large: Path) -> Run:
    """Bump the small repository and check the large one out."""
    bumped = clock.run(bump.OURS, sample.copy(small))
    target = small.parent / f"checkout{next(sample.numbers)}"
    cloned = clock.run(("git", "clone", "--quiet", "--shared", str(large), str(target)), small)
    return Run(bumped.wall + cloned.wall, bumped.cpu + cloned.cpu)


def grow(root: Path) -> None:
    """Give a repository its commits and files by one fast import, and check them out."""
    subprocess.run(["git", "fast-import", "--quiet"], cwd=root, input="".join(commits()), check=True, encoding="utf-8")
    sample.git(root, "reset", "--quiet", "--hard")
    sample.git(root, "push", "--quiet", "origin", "main")


def commits() -> list[str]:
    """Return the commands of the import: one commit with all files, then many that change one each."""
    who = "committer Bench <bench@example.invalid>"
    lines = [f"commit refs/heads/main\n{who} 1700000000 +0000\ndata 5\nfiles\nfrom refs/heads/main^0\n"]
    lines += [changed(number, 0) for number in range(FILES)]
    for number in range(1, COMMITS):
        lines.append(f"commit refs/heads/main\n{who} {1700000000 + number} +0000\ndata 6\nchange\n")
        lines.append(changed(number % FILES, number))
    return lines


def changed(place: int, content: int) -> str:
    """Return the command that writes one file."""
    text = f"content {content}\n"
    return f"M 100644 inline data/{place % 100}/{place}.txt\ndata {len(text)}\n{text}\n"
