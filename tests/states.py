"""States of a sample that an act leads to: the same act on the same files runs once in a process, and is then copied.

What an act depends on must be in the files of the project and its remote, or in the act's name: tests that change the
environment, or a function of gonogo, run their acts for real.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

Result = TypeVar("Result")
CHANGING = {"index", "logs", "FETCH_HEAD", "ORIG_HEAD", "COMMIT_EDITMSG"}
"""What git writes with the time or the inodes of files in it; what the index says is asked of git."""


@dataclass
class States:
    """The states that were reached in this process, kept in `folder`: where each is, and what its act returned."""

    folder: Path
    reached: dict[str, tuple[Path, Any]] = field(default_factory=dict)

    def reach(self, name: str, folders: tuple[Path, ...], act: Callable[[], Result]) -> Result:
        """Act on the first of the folders; or copy what the act of that name left of all when they were the same."""
        before = state_of(f"{name} {getattr(act, '__code__', act)}", folders)
        if before in self.reached:
            kept, result = self.reached[before]
            copy(kept, folders)
            return result
        result = act()
        kept = self.folder / str(len(self.reached))
        for folder in folders:
            shutil.copytree(folder, kept / folder.name, symlinks=True)
        (kept / "parent").write_text(str(folders[0].parent))
        self.reached[before] = kept, result
        return result


def copy(kept: Path, folders: tuple[Path, ...]) -> None:
    """Let the folders be as they were kept, which holds git's address of the remote too."""
    for folder in folders:
        shutil.rmtree(folder)
        shutil.copytree(kept / folder.name, folder, symlinks=True)
        moved(folder, (kept / "parent").read_text(), str(folder.parent))


def moved(folder: Path, old: str, new: str) -> None:
    """Make a copy of a repository one of its own: its remote is beside it, and its index knows its files."""
    for config in (folder / ".git/config", folder / "config"):
        if config.is_file():
            config.write_text(config.read_text().replace(old, new))
    if (folder / ".git").is_dir():
        subprocess.run(["git", "update-index", "-q", "--refresh"], cwd=folder, check=False, capture_output=True)


def state_of(name: str, folders: tuple[Path, ...]) -> str:
    """Return a hash of all that an act may depend on."""
    total = hashlib.sha256(name.encode())
    parent = os.fsencode(folders[0].parent)
    for folder in folders:
        for path in sorted(files(folder)):
            content = os.fsencode(path.readlink()) if path.is_symlink() else path.read_bytes()
            words = (os.fsencode(path.relative_to(folder)), oct(path.lstat().st_mode).encode())
            total.update(b"\0".join((*words, content.replace(parent, b"PARENT"), b"")))
    argv = ["git", "ls-files", "-z", "--stage", "-v"]
    total.update(subprocess.run(argv, cwd=folders[0], check=True, capture_output=True).stdout)
    return total.hexdigest()


def files(folder: Path) -> Iterator[Path]:
    """Yield the files of a repository that do not change by themselves, and its links."""
    for where, folders, names in os.walk(folder):
        inside = Path(where)
        changing = CHANGING if inside.name == ".git" or inside.name.endswith(".git") else set()
        folders[:] = [name for name in folders if name not in changing and name != "__pycache__"]
        yield from (inside / name for name in names if name not in changing)
        yield from (inside / name for name in folders if (inside / name).is_symlink())
