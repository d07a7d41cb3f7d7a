"""Trees: clean clones that packages released together share, to read one commit, or to work in by turns."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from gonogo.git.clone import TemporaryGit

Make = Callable[[Path], Path]  # makes a clean clone of a commit in a folder that is not there yet
Mark = dict[str, tuple[int, int, int]]  # what a git folder holds: inode, time of change and size of each file

MOVING = ("/index", "/HEAD", "/logs/HEAD")  # what checking a commit out writes into a git folder


@dataclass
class Trees:
    """Clean clones in a folder, made when they are first asked for."""

    folder: Path
    _lock: Lock = field(default_factory=Lock)
    _free: list[tuple[Path, Mark]] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def at(self, commit: str, make: Make) -> Path:
        """Return the clean clone of a commit to read."""
        with self._lock:
            return self.folder / commit if (self.folder / commit).is_dir() else make(self.folder / commit)

    @contextmanager
    def own(self, commit: str, make: Make) -> Iterator[Path]:
        """Give a clean clone of a commit to work in: one in which another package has ended its work, cleaned."""
        with self._lock:
            free = self._free.pop() if self._free else None
        if free is None or not is_cleaned(*free, commit):
            made = make(self.folder / f"own-{next(self._numbers)}")
            free = made, mark(made)
        yield free[0]
        self._free.append(free)


def is_cleaned(tree: Path, before: Mark, commit: str) -> bool:
    """Check a commit out anew and remove all that is not of it; False where git's folder was written to as well."""
    if mark(tree) != before or (tree / ".gitmodules").exists():
        return False
    git = TemporaryGit(tree)
    done = git.run("-c", "core.hooksPath=/dev/null", "checkout", "--quiet", "--force", "--detach", commit, "--")
    return not done.code and not done.stderr and git.ok("clean", "-ffdqx")


def mark(tree: Path) -> Mark:
    """Return what the git folder of a clone holds, but for what a checkout writes."""
    found = {}
    for folder, _, names in os.walk(tree / ".git"):
        for name in names:
            seen = os.lstat(f"{folder}/{name}")
            found[f"{folder}/{name}"] = (seen.st_ino, seen.st_mtime_ns, seen.st_size)
    return {path: seen for path, seen in found.items() if not path.endswith(MOVING)}
