"""What the tests of adoption share: the samples of layouts in real repositories."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from tests.samples import layouts


@pytest.fixture(scope="session")
def samples() -> ModuleType:
    """The module of samples."""
    return layouts


def git(folder: Path, *words: str) -> str:
    """Run git in a folder, as somebody."""
    who = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", "-c", "commit.gpgsign=false"]
    return subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def repository(samples: ModuleType, tmp_path: Path) -> Callable[..., Path]:
    """Make a repository of a sample, with more files, at tag v1.2.3."""

    def made(name: str = "hatchling_static", **more: str) -> Path:
        root: Path = samples.make(name, tmp_path / "demo")
        for path, text in more.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text)
        git(root, "init", "-q", "-b", "main")
        git(root, "add", "-A")
        git(root, "commit", "-q", "-m", "Begin")
        git(root, "tag", "-a", "v1.2.3", "-m", "v1.2.3")
        return root

    return made
