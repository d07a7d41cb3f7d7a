"""Growth: how much each further fragment, file, tag or artifact costs, beside what it costs the tool next to it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks import bump, changelog, clock, inspect, publish, sample, wheels
from benchmarks.clock import Run

FRAGMENTS = (30, 300, 3000)
FILES = (1, 1000, 20_000)
TAGS = (1, 1000)
ARTIFACTS = (1, 10, 100)

Sized = Callable[[int], Run]
"""A command, run on something of a size."""


def measure(folder: Path) -> None:
    """Print the slopes, side by side."""
    notes = {size: sample.make(folder / f"notes{size}", fragments=size) for size in FRAGMENTS}
    slopes("bump / shell script, by fragments", FRAGMENTS, *bumps(notes))
    slopes(
        "changelog / towncrier build --draft, by fragments",
        FRAGMENTS,
        lambda size: clock.run(changelog.OURS, notes[size]),
        lambda size: clock.run(changelog.THEIRS, notes[size]),
    )
    trees = {size: sample.make(folder / f"files{size}", files=size) for size in FILES}
    slopes("bump / shell script, by files in the tree", FILES, *bumps(trees))
    tagged = {size: sample.make(folder / f"tags{size}", tags=size) for size in TAGS}
    slopes("bump / shell script, by tags", TAGS, *bumps(tagged))
    files = wheels.many(folder, ARTIFACTS[-1])
    for title, ours, theirs in (
        ("inspect / twine check --strict, by files", inspect.ours, inspect.theirs),
        (
            f"upload / twine upload at {publish.LATENCY} ms, by files",
            in_folder(publish.ours),
            in_folder(publish.by_twine),
        ),
    ):
        slopes(title, ARTIFACTS, partial(on_first, ours, folder, files), partial(on_first, theirs, folder, files))


def bumps(roots: dict[int, Path]) -> tuple[Sized, Sized]:
    """Return both sides of a bump, by the size of a sample."""
    return lambda size: bump.ours(roots[size]), lambda size: bump.theirs(roots[size])


def in_folder(send: Callable[[list[str], Path], Run]) -> Callable[[Path, list[str]], Run]:
    """Return an upload as the other commands are called: the folder first."""
    return lambda folder, files: send(files, folder)


def on_first(act: Callable[[Path, list[str]], Run], folder: Path, files: list[str], size: int) -> Run:
    """Run a command on the first of some files."""
    return act(folder, files[:size])


def slopes(title: str, sizes: tuple[int, ...], ours: Sized, theirs: Sized) -> None:
    """Run both sides at each size by turns; print wall and cpu as multiples of theirs at the first, and the slopes."""
    runs = clock.by_turns(*(partial(act, size) for size in sizes for act in (ours, theirs)))
    for what in ("wall", "cpu"):
        medians = [clock.median(one, what) for one in runs]
        sides = {"ours": medians[::2], "theirs": medians[1::2]}
        steps = {side: (values[-1] - values[0]) / (sizes[-1] - sizes[0]) for side, values in sides.items()}
        shown = "; ".join(
            f"{side} "
            + ", ".join(f"{size}: {value / medians[1]:.2f}" for size, value in zip(sizes, values, strict=True))
            for side, values in sides.items()
        )
        both = f"{steps['ours'] * 1000:.2f} beside {steps['theirs'] * 1000:.2f} ms each"
        ratio = f" ({steps['ours'] / steps['theirs']:.2f} times)" if steps["theirs"] > 0 else ""
        clock.say(f"{title}, {what}: {shown}; slope {both}{ratio}")
