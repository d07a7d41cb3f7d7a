from collections.abc import Callable
from pathlib import Path

import pytest

from forks import command_forks


def fill(root: Path, files: dict[str, str | bytes]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


@pytest.fixture
def tree(tmp_path: Path) -> Callable[[dict[str, str | bytes]], Path]:
    return lambda files: fill(tmp_path / "project", files)


@pytest.fixture
def towncrier(tmp_path: Path) -> Callable[[dict[str, str | bytes], str, str], Path]:
    """Run the real towncrier on a copy of the same files, and return the copy's root."""

    def build(files: dict[str, str | bytes], version: str, day: str) -> Path:
        root = fill(tmp_path / "theirs", files)
        words = ["towncrier", "build", "--yes", "--version", version, "--date", day]
        done = command_forks.run(words, root)
        assert done.returncode == 0, done.stderr
        return root

    return build
