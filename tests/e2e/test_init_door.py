"""`gonogo init` as a user types it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from forks import command_forks

SETUP_CFG = "[metadata]\nname = demo\nversion = 1.2.3\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with nothing but setup.cfg and a module."""
    root = tmp_path / "a project"
    root.mkdir()
    (root / "setup.cfg").write_text(SETUP_CFG)
    (root / "demo.py").write_text("")
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "Begin"]):
        subprocess.run(["git", *words], cwd=root, check=True)
    return root


def gonogo(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return command_forks.run(["gonogo", *words], root)


def test_without_a_terminal_and_yes_it_shows_and_refuses(project: Path) -> None:
    done = gonogo(project, "init")
    assert done.returncode == 2
    assert "+gonogo.sessions()" in done.stderr
    assert "--yes" in done.stdout
    assert sorted(path.name for path in project.iterdir()) == [".git", "demo.py", "setup.cfg"]


def test_with_yes_it_writes_and_the_second_time_it_does_not(project: Path) -> None:
    first = gonogo(project, "init", "--yes", "--json")
    assert first.returncode == 0, first.stdout + first.stderr
    assert json.loads(first.stdout)["verdict"] == "GO"
    assert (project / "setup.cfg").read_text() == SETUP_CFG
    assert not (project / "pyproject.toml").exists()
    before = {path: path.stat().st_mtime_ns for path in project.rglob("*") if ".git" not in path.parts}
    second = gonogo(project, "init")
    assert second.returncode == 0
    assert "nothing to change" in second.stdout
    assert {path: path.stat().st_mtime_ns for path in project.rglob("*") if ".git" not in path.parts} == before


def test_outside_a_repository_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "setup.cfg").write_text(SETUP_CFG)
    done = gonogo(tmp_path, "init", "--yes")
    assert done.returncode == 2
    assert "git init" in done.stdout
    assert "Traceback" not in done.stderr


def test_a_broken_file_is_named_and_nothing_is_written(project: Path) -> None:
    (project / "pyproject.toml").write_text("[project\n")
    done = gonogo(project, "init", "--yes")
    assert done.returncode == 2
    assert "pyproject.toml" in done.stdout
    assert not (project / "noxfile.py").exists()
