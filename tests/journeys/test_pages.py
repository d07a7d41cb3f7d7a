"""Pages that lead through a release, typed as they are printed: their files written, their commands run, in order."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
pytestmark = pytest.mark.skipif(not DOCS.is_dir(), reason="the tests stand outside of the repository")
FENCE = re.compile(r"^```(.*)\n(?::caption: (.+)\n\n)?((?:.*\n)*?)^```$", re.MULTILINE)


def typed(command: str, folder: Path) -> Path:
    """Type one printed command at a terminal, `y` being the answer; return the folder for the next one."""
    if command.startswith("cd "):
        return (folder / command.removeprefix("cd ")).resolve()
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    ours, theirs = os.openpty()
    os.write(ours, b"y\n")
    streams = {"stdin": theirs, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    environment = {**os.environ, "PATH": path}
    done = subprocess.run(["bash", "-c", command], cwd=folder, env=environment, text=True, check=False, **streams)
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 0, f"{command}\n{done.stdout}"
    return folder


def walk(page: str, folder: Path) -> tuple[Path, int]:
    """Do all that a page prints; return the folder in which it ends, and the number of its commands."""
    count = 0
    for kind, caption, body in FENCE.findall((DOCS / page).read_text(encoding="utf-8")):
        if caption:
            (folder / caption).parent.mkdir(parents=True, exist_ok=True)
            (folder / caption).write_text(body, encoding="utf-8")
        elif kind == "console":
            for line in body.splitlines():
                folder, count = typed(line.removeprefix("$ "), folder), count + 1
    return folder, count


def tags(repository: Path) -> list[str]:
    return subprocess.run(["git", "tag"], cwd=repository, capture_output=True, text=True, check=True).stdout.split()


def test_the_tutorial(tmp_path: Path) -> None:
    folder, count = walk("tutorial/first-release.md", tmp_path)
    assert tags(folder) == tags(tmp_path / "hello.git") == ["v0.2.0"]
    assert count > 15


def test_several_packages(tmp_path: Path) -> None:
    folder, count = walk("how-to/several-packages.md", tmp_path)
    assert tags(tmp_path / "acme.git") == ["acme-core-2.0.0", "acme-core-2.0.1", "acme-shop-1.0.1"]
    shop = (folder / "packages/shop/pyproject.toml").read_text(encoding="utf-8")
    assert 'dependencies = ["acme-core>=1.0,<3"]' in shop
    assert count > 20
