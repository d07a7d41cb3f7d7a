"""(m) Several packages as one: the plan of 50, and rehearsals of 2, 5 and 50 in a chain, a fan and a diamond."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

from benchmarks import clock
from benchmarks.clock import say

SIZES = (2, 5, 50)
REHEARSE = ("nox", "-s", "rehearse", "--", "--all", "--part", "minor")
PLAN = ("sh", "-c", "gonogo release --all --part minor || test $? = 2")
"""The plan is shown, and there is no terminal on which to agree to it."""

PYPROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "{name}"
version = "1.0.0"
description = "A sample."
readme = "README.md"
requires-python = ">=3.10"
dependencies = [{needs}]

[tool.gonogo]
publish = "nowhere"

[tool.towncrier]
directory = "changelog.d"
filename = "CHANGELOG.md"
start_string = "<!-- towncrier release notes start -->\\n"
title_format = "## {{version}} ({{project_date}})"
underlines = ["", "", ""]
"""

Needs = Callable[[int, int], list[int]]
SHAPES: dict[str, Needs] = {
    "chain": lambda number, _: [number - 1] if number else [],
    "fan": lambda number, _: [0] if number else [],
    "diamond": lambda number, size: list(range(1, number)) if number == size - 1 else [0] if number else [],
}
"""What the package of a number needs, of how many."""


def measure(folder: Path) -> None:
    """Measure the plan, then each shape in each size, as multiples of five packages."""
    plan = clock.run(PLAN, made(folder / "plan", SIZES[-1], SHAPES["diamond"]))
    say(f"plan of {SIZES[-1]} packages: {plan.wall:.2f} s wall, {plan.cpu:.2f} s cpu")
    for name, needs in SHAPES.items():
        runs = {size: clock.run(REHEARSE, made(folder / f"{name}-{size}", size, needs)) for size in SIZES}
        five = runs[SIZES[1]]
        grown = ", ".join(
            f"{size}: {run.wall / five.wall:.2f} (cpu {run.cpu / five.cpu:.2f})" for size, run in runs.items()
        )
        say(f"rehearsal of a {name}, as multiples of {SIZES[1]} packages: {grown}; five took {five.cpu:.1f} s cpu")


def made(folder: Path, size: int, needs: Needs) -> Path:
    """Make a repository of packages with a bare remote, and return its folder."""
    root = folder / "repo"
    write(root / "pyproject.toml", '[tool.gonogo]\npackages = ["packages/*"]\n')
    write(root / "noxfile.py", "import gonogo\n\ngonogo.sessions()\n")
    write(root / ".gitignore", ".nox/\n__pycache__/\n")
    for number in range(size):
        package(root / "packages" / named(number), named(number), [named(one) for one in needs(number, size)])
    git(root, "init", "--quiet", "--initial-branch", "main")
    for key, value in (("user.name", "Bench"), ("user.email", "bench@example.org")):
        git(root, "config", key, value)
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "The packages")
    git(root, "clone", "--quiet", "--bare", ".", "../remote.git")
    git(root, "remote", "add", "origin", "../remote.git")
    git(root, "push", "--quiet", "--set-upstream", "origin", "main")
    return root


def named(number: int) -> str:
    """Return the name of a package."""
    return f"sample{number:02}"


def package(folder: Path, name: str, needs: list[str]) -> None:
    """Write a package that imports what it needs, with a note and a test."""
    required = ", ".join(f'"{one}>=1.0,<2"' for one in needs)
    write(folder / "pyproject.toml", PYPROJECT.format(name=name, needs=required))
    write(folder / "README.md", f"# {name}\n\nA sample.\n")
    write(folder / "CHANGELOG.md", "# Changelog\n\n<!-- towncrier release notes start -->\n")
    write(folder / "changelog.d/1.feature.md", "A new thing.\n")
    write(folder / f"src/{name}/__init__.py", "\n".join(['"""A sample."""', *(f"import {one}" for one in needs), ""]))
    write(folder / "tests/test_it.py", f"import {name}\n\n\ndef test_it():\n    assert {name}\n")


def write(path: Path, text: str) -> None:
    """Write a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def git(root: Path, *words: str) -> None:
    """Run git."""
    subprocess.run(["git", *words], cwd=root, check=True)
