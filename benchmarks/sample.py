"""The sample: a generated package with its repository and remote, and fresh copies of it."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

PYPROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "gonogo-bench-sample"
version = "1.0.0"
description = "A sample."
readme = "README.md"
requires-python = ">=3.10"
license = "MIT"

[tool.hatch.build.targets.wheel]
packages = ["src/gonogo_bench_sample"]

[tool.towncrier]
directory = "changelog.d"
filename = "CHANGELOG.md"
start_string = "<!-- towncrier release notes start -->\\n"
title_format = "## {version} ({project_date})"
underlines = ["", "", ""]

[tool.gonogo]
tests = ["pytest", "-q"]
test-requires = ["pytest"]

[tool.bumpversion]
current_version = "1.0.0"

[[tool.bumpversion.files]]
filename = "pyproject.toml"
search = 'version = "{current_version}"'
replace = 'version = "{new_version}"'
"""
FILES = {
    "pyproject.toml": PYPROJECT,
    "README.md": "# A sample\n",
    "CHANGELOG.md": "# Changelog\n\n<!-- towncrier release notes start -->\n",
    "src/gonogo_bench_sample/__init__.py": '"""A sample."""\n',
    "noxfile.py": "import gonogo\n\ngonogo.sessions()\n",
    "tasks.py": "import gonogo\n\nns = gonogo.tasks()\n",
    ".gitignore": ".nox/\n__pycache__/\ndist/\n",
}
NAME = "gonogo-bench-sample"
numbers = itertools.count()


def make(folder: Path, fragments: int = 30, tests: int = 50, files: int = 0, tags: int = 0) -> Path:
    """Make the sample's repository in `folder/sample`, packed as a clone is, with a bare remote; return it."""
    root = folder / "sample"
    cases = "\n\n".join(f"def test_{number}():\n    assert gonogo_bench_sample" for number in range(tests))
    notes = {f"changelog.d/{number}.feature.md": f"Thing {number} is new.\n" for number in range(1, fragments + 1)}
    test = {"tests/test_sample.py": f"import gonogo_bench_sample\n\n\n{cases}\n"}
    data = {f"data/{number % 100}/{number}.txt": f"content {number}\n" for number in range(files)}
    write(root, FILES)
    git(root, "init", "--quiet", "--initial-branch=main", ".")
    identify(root)
    commit(root, "Begin")
    lines = "".join(f"create refs/tags/v0.0.{number} HEAD\n" for number in range(1, tags + 1))
    git(root, "update-ref", "--stdin", text=lines)
    write(root, notes | test | data)
    commit(root, "Fill")
    git(root, "gc", "--quiet")
    git(root, "clone", "--quiet", "--bare", ".", f"{root}.git")
    git(root, "remote", "add", "origin", f"{root}.git")
    git(root, "push", "--quiet", "-u", "origin", "main")
    return root


def write(root: Path, texts: Mapping[str, str]) -> None:
    """Write files."""
    for path, text in texts.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def identify(root: Path) -> None:
    """Say who commits; git's upkeep after a commit, which may run while the repository is copied, is off."""
    git(root, "config", "user.name", "Bench")
    git(root, "config", "user.email", "bench@example.invalid")
    git(root, "config", "maintenance.auto", "false")


def commit(root: Path, message: str) -> None:
    """Commit everything."""
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "-m", message)


@contextmanager
def copy(root: Path) -> Iterator[Path]:
    """Give a fresh copy of a repository, which is on the disk before it is used; its remote is the same one."""
    with fresh(root) as target:
        shutil.copytree(root, target, symlinks=True)
        git(target, "status", "--short")
        os.sync()
        yield target


@contextmanager
def clone(root: Path) -> Iterator[Path]:
    """Give a fresh clone of a repository's remote."""
    with fresh(root) as target:
        git(root, "clone", "--quiet", f"{root}.git", str(target))
        identify(target)
        os.sync()
        yield target


@contextmanager
def fresh(root: Path) -> Iterator[Path]:
    """Give a new folder's path, which is removed afterwards."""
    folder = root.parent / f"copy{next(numbers)}"
    folder.mkdir()
    yield folder / "repo"
    shutil.rmtree(folder)


Fresh = Callable[[Path], AbstractContextManager[Path]]
"""How a fresh copy of a repository is made."""


def git(root: Path, *words: str, text: str = "") -> None:
    """Run git."""
    subprocess.run(["git", *words], cwd=root, check=True, stdout=subprocess.DEVNULL, input=text, encoding="utf-8")
