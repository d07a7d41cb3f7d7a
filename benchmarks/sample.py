"""The sample: a generated package with its repository and remote, and fresh copies of it."""

from __future__ import annotations

import itertools
import shutil
import subprocess
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


def make(folder: Path, fragments: int = 30, tests: int = 50) -> Path:
    """Make the sample's repository in `folder/sample`, with a bare remote beside it; return it."""
    root = folder / "sample"
    cases = "\n\n".join(f"def test_{number}():\n    assert gonogo_bench_sample" for number in range(tests))
    notes = {f"changelog.d/{number}.feature.md": f"Thing {number} is new.\n" for number in range(1, fragments + 1)}
    test = {"tests/test_sample.py": f"import gonogo_bench_sample\n\n\n{cases}\n"}
    for path, text in (FILES | notes | test).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    git(root, "init", "--quiet", "--initial-branch=main", ".")
    git(root, "config", "user.name", "Bench")
    git(root, "config", "user.email", "bench@example.invalid")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "-m", "Begin")
    share(root)
    return root


def share(root: Path) -> None:
    """Give a repository its remote and push."""
    git(root, "clone", "--quiet", "--bare", ".", f"{root}.git")
    git(root, "remote", "add", "origin", f"{root}.git")
    git(root, "push", "--quiet", "-u", "origin", "main")


def copy(root: Path) -> Path:
    """Return a fresh copy of a repository; its remote is the same one."""
    target = root.parent / f"copy{next(numbers)}" / "repo"
    shutil.copytree(root, target, symlinks=True)
    git(target, "status", "--short")
    return target


def git(root: Path, *words: str) -> None:
    """Run git."""
    subprocess.run(["git", *words], cwd=root, check=True, stdout=subprocess.DEVNULL)
