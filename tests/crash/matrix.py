"""The crash matrix: a release is killed at every boundary and at random instants, and one more command makes it right.

Usage: python tests/crash/matrix.py [--full] [--seed N]
"""

# ruff: noqa: T201 - a program that prints its figures

from __future__ import annotations

import argparse
import random
import re
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from scene import PUBLISHES, Kill, Scene, copy, opened, own_folder, stage

BUMP = ("bump", "--part", "minor")
PUSH = ("push",)
RESUME = ("resume",)
UNDO = ("undo",)
RELEASE = ("release", "--part", "minor", "--yes")
JUDGE = ("judge",)


Words = tuple[str, ...]
Ends = dict[str, str]


@dataclass(frozen=True)
class Act:
    """A command that is killed, the commands before it, and which walks may follow from it with `resume`."""

    words: Words
    before: tuple[Words, ...] = ()
    resumed: tuple[tuple[Words, ...], ...] = ()
    extra: str = ""


NOWHERE = """
    [tool.gonogo]
    publish = "nowhere"

    [tool.gonogo.waivers]
    work_tree_clean = "the scene has edits of a user, which must stay as they are"
    """
"""Settings of a project that publishes nothing."""

ACTS = {
    "bump": Act(BUMP, resumed=((BUMP, RESUME),)),
    "push": Act(PUSH, before=(BUMP,), resumed=((PUSH,),)),
    "undo": Act(UNDO, before=(BUMP,), resumed=((UNDO,), (RESUME,))),
    "release": Act(RELEASE, resumed=((RELEASE,),), extra=NOWHERE),
    "publish": Act(RESUME, before=(BUMP, JUDGE), resumed=((RESUME,),), extra=PUBLISHES),
}
"""Every command that changes something, with the ends that are right after `resume`."""

CONFLICT = 4
MENDED = (0, 2, CONFLICT)
"""Exit statuses of a command that finds its work done: GO, or a refusal that says so."""


@dataclass(frozen=True)
class Trial:
    """One kill and what came of it: the state found, and what is wrong after one more command."""

    kills: tuple[Kill, ...]
    state: str
    command: str
    wrong: tuple[str, ...]


@dataclass(frozen=True)
class Stage:
    """A prepared scene, the act that is killed in it, what is there before, and what is right after each command."""

    scene: Scene
    act: Act
    before: Ends
    right: dict[Words, list[Ends]]

    def state(self, found: Ends) -> str:
        """Name the state that a kill left."""
        return "untouched" if found == self.before else "complete" if found in self.right[self.act.words] else "between"


def prepared(base: Scene, act: Act, folder: Path) -> Scene:
    """Return a scene in which the commands before the act have run."""
    scene = copy(base, folder)
    for words in act.before:
        if words == JUDGE:
            scene.judge()
            continue
        code, out = scene.run(*words)
        assert code == 0, out
    scene.close()
    return scene


def seconds(scene: Scene, act: Act, folder: Path) -> float:
    """Return how long an act runs that nothing disturbs."""
    timed = opened(scene, folder / "timed")
    started = time.monotonic()
    timed.run(*act.words)
    took = time.monotonic() - started
    timed.close()
    return took


def boundaries(scene: Scene, act: Act, folder: Path) -> tuple[list[Kill], list[Kill]]:
    """Run an act undisturbed, recorded; return every boundary in the repository, and those elsewhere."""
    recorded = opened(scene, folder / "recorded")
    code, out = recorded.run(*act.words, kill=Kill("record", 0))
    assert code == 0, out
    recorded.close()
    here, elsewhere = [], []
    for number, line in enumerate((recorded.folder / "acts").read_text().splitlines(), 1):
        (here if ".git/gonogo" in line or f"'{recorded.project}" in line else elsewhere).append(Kill("python", number))
    for line in (recorded.folder / "bin/log").read_text().splitlines():
        number, where, words = line.split("\t")
        kills = here if where == str(recorded.project) and " clone " not in words else elsewhere
        kills += inside(recorded.folder / f"bin/trace.{number}", int(number))
        kills += [Kill("before", int(number)), Kill("after", int(number))]
    return here, elsewhere


def inside(trace: Path, number: int) -> list[Kill]:
    """Return a kill for every rename, link and removal that a git process did."""
    calls: Counter[tuple[str | None, str]] = Counter()
    for line in trace.read_text().splitlines():
        found = re.match(r"(?:(\d+) +)?(\w+)\(", line)
        if found:
            calls[found[1], found[2]] += 1
    most: Counter[str] = Counter()
    for (_, call), count in calls.items():
        most[call] = max(most[call], count)
    return [Kill("inside", number, one, call) for call, count in most.items() for one in range(1, count + 1)]


def undisturbed(scene: Scene, walk: Iterable[Words], folder: Path) -> Ends:
    """Return what is there after an undisturbed walk."""
    fresh = opened(scene, folder)
    for words in walk:
        code, out = fresh.run(*words)
        assert code == 0, out
    fresh.close()
    return fresh.ends()


def allowed(scene: Scene, act: Act, folder: Path) -> dict[Words, list[Ends]]:
    """Return the ends that are right, by the command that is given after a kill; each walk is made once."""
    walks: dict[Words, tuple[tuple[Words, ...], ...]] = {act.words: ((act.words,),), RESUME: act.resumed}
    kinds = dict.fromkeys(walk for some in walks.values() for walk in some)
    ends = {walk: undisturbed(scene, walk, folder / f"walk-{number}") for number, walk in enumerate(kinds)}
    return {command: [ends[walk] for walk in some] for command, some in walks.items()}


def differences(one: dict[str, str], other: dict[str, str]) -> list[str]:
    """Return what differs between two ends."""
    return [
        f"{key}: {one.get(key)!r} is not {other.get(key)!r}"
        for key in sorted({*one, *other})
        if one.get(key) != other.get(key)
    ]


def trial(stagehand: Stage, kills: tuple[Kill, ...], command: Words, folder: Path) -> Trial:
    """Kill an act, give one more command, and compare; where nothing had begun, the act is done first.

    A release that is open already is not begun again by `release`: it names the command that carries it on.
    """
    act, fresh = stagehand.act, opened(stagehand.scene, folder)
    for kill in kills:
        fresh.run(*(act.words if kill is kills[0] else command), kill=kill)
        fresh.settle()
    state = stagehand.state(fresh.ends())
    code, out = fresh.run(*command)
    if command != act.words and code == 0 and fresh.ends() == stagehand.before:
        fresh.run(*act.words)
        code, out = fresh.run(*command)
    if command == RELEASE and code == CONFLICT and "finish it with: invoke resume" in out:
        code, out = fresh.run(*RESUME)
    after, right = fresh.ends(), stagehand.right[command]
    wrong = [] if after in right else differences(after, right[0])
    wrong += fresh.litter()
    if code not in MENDED or "Traceback" in out:
        wrong.append(f"exit {code}")
    fresh.close()
    shutil.rmtree(folder, ignore_errors=True)
    return Trial(kills, state, " ".join(command), (*wrong, out[-1500:]) if wrong else ())


def sampled(here: list[Kill], elsewhere: list[Kill], share: int) -> list[Kill]:
    """Return every boundary inside git's writes in the repository, and every `share`-th of the others."""
    rest = [kill for kill in here if kill.how != "inside"]
    alone = [Kill("alone", kill.at) for kill in rest[:: 2 * share] if kill.how == "python"]
    return [*(kill for kill in here if kill.how == "inside"), *rest[::share], *alone, *elsewhere[:: 3 * share]]


def moments(seconds: float, count: int, dice: random.Random) -> Iterator[Kill]:
    """Yield random instants spread over a run."""
    for part in range(count):
        yield Kill("time", int(1000 * seconds * (part + dice.random()) / count) + 1)


def matrix(name: str, folder: Path, share: int, dice: random.Random) -> list[Trial]:
    """Run all the trials of one act; `share` 1 is all of them."""
    act = ACTS[name]
    scene = prepared(stage(folder / "base", act.extra), act, folder / "prepared")
    here, elsewhere = boundaries(scene, act, folder)
    stagehand = Stage(scene, act, undisturbed(scene, (), folder / "before"), allowed(scene, act, folder))
    chosen = [*sampled(here, elsewhere, share), *moments(seconds(scene, act, folder), 200 // (3 * share), dice)]
    wanted = [((kill,), command) for kill in chosen for command in (RESUME, act.words)]
    wanted += [((dice.choice(chosen), dice.choice(chosen)), RESUME) for _ in range(60 // share)]
    with ThreadPoolExecutor(2) as pool:
        jobs = [
            pool.submit(trial, stagehand, some, command, folder / f"trial-{number}")
            for number, (some, command) in enumerate(wanted)
        ]
        return [reported(name, job.result()) for job in jobs]


def reported(name: str, one: Trial) -> Trial:
    """Tell at once of a trial that went wrong."""
    if one.wrong:
        print(
            f"WRONG {name}: killed at {', '.join(map(str, one.kills))}; then {one.command}",
            *one.wrong,
            sep="\n  ",
            flush=True,
        )
    return one


def figures(name: str, trials: Iterable[Trial]) -> str:
    """Return a line of figures."""
    trials = list(trials)
    states = Counter(one.state for one in trials)
    right = sum(not one.wrong for one in trials)
    seen = ", ".join(f"{states[name]} {name}" for name in ("untouched", "between", "complete"))
    return f"{name:8} {len(trials):5} kills: {seen}; right after one more command: {right} of {len(trials)}"


def main() -> int:
    """Run the matrix and print its figures; exit 1 if any trial went wrong."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--full", action="store_true", help="every boundary, and 200 random instants")
    parser.add_argument("--share", type=int, default=8, help="every how many boundaries a run is killed")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "acts", nargs="*", help="the commands to kill; the whole release, which takes long, with --full"
    )
    asked = parser.parse_args()
    dice = random.Random(asked.seed)  # noqa: S311 - it picks moments, no secrets
    folder = own_folder()
    lines, wrong = [], 0
    try:
        for name in asked.acts or [name for name in ACTS if asked.full or name != "release"]:
            trials = matrix(name, folder / name, 1 if asked.full else asked.share, dice)
            wrong += sum(bool(one.wrong) for one in trials)
            lines.append(figures(name, trials))
            print(lines[-1], flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
