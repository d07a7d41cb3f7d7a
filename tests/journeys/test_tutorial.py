"""The tutorial, typed as it is printed: its files written, its commands run, in its order."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TUTORIAL = ROOT / "docs" / "tutorial" / "first-release.md"
pytestmark = pytest.mark.skipif(not TUTORIAL.is_file(), reason="the tests stand outside of the repository")
FENCE = re.compile(r"^```(.*)\n(?::caption: (.+)\n\n)?((?:.*\n)*?)^```$", re.MULTILINE)


def typed(command: str, folder: Path) -> Path:
    """Run one printed command, which must succeed; return the folder for the next one."""
    if command.startswith("cd "):
        return folder / command.removeprefix("cd ")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path}
    done = subprocess.run(
        shlex.split(command), cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return folder


def test_the_tutorial_works_as_printed(tmp_path: Path) -> None:
    folder, count = tmp_path, 0
    for kind, caption, body in FENCE.findall(TUTORIAL.read_text(encoding="utf-8")):
        if caption:
            (folder / caption).parent.mkdir(parents=True, exist_ok=True)
            (folder / caption).write_text(body, encoding="utf-8")
        elif kind == "console":
            for line in body.splitlines():
                folder, count = typed(line.removeprefix("$ "), folder), count + 1
    tags = subprocess.run(["git", "tag"], cwd=folder, capture_output=True, text=True, check=True).stdout.split()
    remote = subprocess.run(["git", "tag"], cwd=tmp_path / "hello.git", capture_output=True, text=True, check=True)
    assert tags == remote.stdout.split() == ["v0.2.0"]
    assert count > 15
