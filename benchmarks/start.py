"""Start-up: `gonogo --help`, `invoke --list` and `nox -l` beside plain invoke and plain nox."""

from __future__ import annotations

from pathlib import Path

from benchmarks import clock, sample

PLAIN = {
    "tasks.py": "from invoke import task\n\n\n@task\ndef bump(context):\n    '''Bump.'''\n",
    "noxfile.py": "import nox\n\n\n@nox.session\ndef tests(session):\n    '''Test.'''\n",
}
COMMANDS = {
    ("gonogo", "--help"): (("invoke", "--list"), 1.1),
    ("invoke", "--list"): (("invoke", "--list"), 1.1),
    ("nox", "-l"): (("nox", "-l"), 1.2),
}
"""Each command of ours, the plain one beside it, and how much of its time it may take."""


def measure(folder: Path) -> None:
    """Compare each command in the sample with the plain one in a folder where gonogo is not used."""
    root = sample.make(folder)
    plain = folder / "plain"
    plain.mkdir()
    for name, text in PLAIN.items():
        (plain / name).write_text(text, encoding="utf-8")
    for ours, (theirs, goal) in COMMANDS.items():
        beside(ours, root, theirs, plain, goal)


def beside(ours: tuple[str, ...], root: Path, theirs: tuple[str, ...], plain: Path, goal: float) -> None:
    """Compare one command."""
    title = f"{' '.join(ours)} / plain {' '.join(theirs)}"
    clock.pairs(title, lambda: clock.run(ours, root), lambda: clock.run(theirs, plain), goal)
