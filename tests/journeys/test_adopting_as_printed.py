"""The printed way to adopt gonogo, typed as the guide prints it, in a project that has nothing of gonogo's."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(not (ROOT / "README.md").is_file(), reason="the tests stand outside of the repository")
PYPROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "demo"
version = "1.0.0"
description = "A demo."
requires-python = ">=3.10"
readme = "README.md"
"""
INSTALLED = {
    "pipx run gonogo init": [sys.executable, "-c", "from gonogo.cli.program import main; main()", "init", "--yes"],
    "pipx run gonogo": [sys.executable, "-c", "from gonogo.cli.program import main; main()"],
    "pipx run nox": [sys.executable, "-m", "nox"],
}
"""What stands here for a command that pipx would fetch: the same program, as it is installed."""


def printed(page: str, heading: str, fence: int) -> list[str]:
    """Return the commands of one fenced block below a heading, or of the page, without their remarks."""
    text = (ROOT / page).read_text(encoding="utf-8")
    section = text.partition(f"\n## {heading}\n")[2] if heading else text
    block = section.split("```")[2 * fence + 1]
    return [line.removeprefix("$ ").partition("  #")[0].strip() for line in block.splitlines() if line.startswith("$ ")]


def typed(command: str) -> list[str]:
    """Return a printed command as it is run here."""
    for start, argv in INSTALLED.items():
        if command.startswith(start):
            return [*argv, *shlex.split(command.removeprefix(start))]
    return shlex.split(command)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository of a package with one test, and no remote."""
    files = {
        "pyproject.toml": PYPROJECT,
        "README.md": "# demo\n",
        "src/demo/__init__.py": "ONE = 1\n",
        "tests/test_demo.py": "import demo\n\n\ndef test_one():\n    assert demo.ONE == 1\n",
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    for words in (["init", "-q", "-b", "main"], ["add", "--all"], ["commit", "-qm", "Begin"]):
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    return tmp_path


def guide() -> list[str]:
    """Return what the guide says to type, from the first command to a release that publishes nothing."""
    return [line for fence in (0, 1) for line in printed("PUBLISHING.md", "Setting a project up", fence)]


def test_the_guide_leads_to_a_green_rehearsal_and_release(project: Path) -> None:
    said = ""
    for command in guide():
        done = subprocess.run(typed(command), cwd=project, capture_output=True, text=True, check=False)
        found = command.endswith("doctor") and done.returncode in (1, 3)  # of a project without a remote
        assert done.returncode == 0 or found, f"{command}\n{done.stdout}\n{done.stderr}"
        said += done.stdout
    assert "publish, rehearsed" in said
    assert "release to rehearsal: demo 1.0.0" in said


@pytest.mark.parametrize(("page", "heading"), [("README.md", "Adopt it in a minute"), ("docs/how-to/adopt.md", "")])
def test_other_pages_print_the_same_way(page: str, heading: str) -> None:
    if not (ROOT / page).is_file():
        pytest.skip("the page is not in this tree")
    commands = printed(page, heading, 0)
    assert commands[0].endswith("gonogo init")
    assert "rehearse" in commands[-1]
    later = iter(guide())
    assert all(command in later for command in commands)
