"""Locks: one writer at a time, and git's lock files cleared only where they are provably our own."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from gonogo.model.errors import GonogoError, Status
from gonogo.world.git import Git, GitFailed

MARK = "index.ours"
CLOCK_SECONDS = 0.05
"""How far apart the times of two files may be that were written one after the other."""


class AnotherRun(GonogoError):
    """Another gonogo is at work in this repository."""

    status = Status.UNKNOWN
    text = "another gonogo (process {pid}) is at work in this repository"
    hint_text = "wait until it ends, then type: invoke status"


class LockedByAnother(GonogoError):
    """A git lock file that is not ours stands in the way."""

    status = Status.UNKNOWN
    text = "{path} exists: another git is at work here, or was killed"
    hint_text = "if no git runs in this repository, remove that file, then type: invoke status"


@contextmanager
def one_writer(git: Git) -> Iterator[None]:
    """Be the only gonogo that writes to a repository; the kernel ends the hold with the process."""
    room = git.folder / "gonogo"
    room.mkdir(mode=0o700, exist_ok=True)
    handle = os.open(room / "lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        pid = os.read(handle, 20).decode("ascii", "replace").strip()
        os.close(handle)
        raise AnotherRun(pid=pid or "unknown") from error
    try:
        os.truncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(handle)


@contextmanager
def holding_index(git: Git) -> Iterator[Path]:
    """Hold git's index lock and give a private copy of the index, which replaces it at the end in one rename.

    The lock file is a hard link of a file in our own room, so that a later run can prove whose it was.
    """
    room = git.own_folder / "gonogo"
    room.mkdir(mode=0o700, exist_ok=True)
    index, lock, mark, private = (git.own_folder / "index", git.own_folder / "index.lock", room / MARK, room / "index")
    for stale in (mark, private, Path(f"{private}.lock")):
        stale.unlink(missing_ok=True)
    mark.touch()
    try:
        os.link(mark, lock)
    except FileExistsError as error:
        raise LockedByAnother(path=".git/index.lock") from error
    try:
        if index.exists():
            shutil.copy2(index, private)
        yield private
        private.replace(index)
    finally:
        lock.unlink(missing_ok=True)
        mark.unlink(missing_ok=True)
        private.unlink(missing_ok=True)


@contextmanager
def acting(git: Git, refs: Iterable[str]) -> Iterator[None]:
    """Say, while a git of ours writes refs, which ones it locks; a later run clears what a kill left of them.

    The word stays where git did not come to an end of its own: after a signal or a time limit.
    """
    mark = mark_of(git)
    mark.parent.mkdir(mode=0o700, exist_ok=True)
    with mark.open("w", encoding="utf-8") as file:
        file.write("\n".join([*refs, "HEAD", "packed-refs", ""]))
        file.flush()
        os.fsync(file.fileno())
    try:
        yield
    except GitFailed:
        mark.unlink(missing_ok=True)
        raise
    mark.unlink(missing_ok=True)


def mark_of(git: Git) -> Path:
    """Return the file that says which refs a git of ours is writing."""
    return git.folder / "gonogo" / "acting"


def require_unlocked(git: Git) -> None:
    """Raise LockedByAnother while a foreign git holds the index, which a landing must write."""
    if (git.own_folder / "index.lock").exists():
        raise LockedByAnother(path=".git/index.lock")


def clear_own(git: Git) -> None:
    """Remove what a killed gonogo left behind in the git folder; the caller is the one writer, so its owner is dead.

    Ours is an index lock that is a hard link of our mark; and the lock of a ref that a killed run said it was
    writing, if the lock is younger than that word and no process has it open.
    """
    room = git.own_folder / "gonogo"
    lock, mark = git.own_folder / "index.lock", room / MARK
    if lock.exists() and mark.exists() and lock.samefile(mark):
        lock.unlink(missing_ok=True)
    for name in (MARK, "index", "index.lock"):
        (room / name).unlink(missing_ok=True)
    shutil.rmtree(room / "checkout", ignore_errors=True)
    clear_refs(git)


def clear_refs(git: Git) -> None:
    """Remove the locks of the refs that a killed run was writing."""
    mark = mark_of(git)
    if not mark.is_file():
        return
    began = mark.stat().st_mtime - CLOCK_SECONDS
    for ref in filter(None, mark.read_text(encoding="utf-8", errors="replace").splitlines()):
        if safe(ref):
            for folder in {git.folder, git.own_folder}:
                clear_lock(folder / f"{ref}.lock", began)
    (git.folder / "packed-refs.new").unlink(missing_ok=True)
    mark.unlink(missing_ok=True)


def safe(ref: str) -> bool:
    """Return whether a line of the mark names a ref, and nothing outside the git folder."""
    return ".." not in ref and not ref.startswith("/") and (ref.startswith("refs/") or ref in ("HEAD", "packed-refs"))


def clear_lock(lock: Path, began: float) -> None:
    """Remove a lock file that was made since `began` and that nobody has open."""
    if lock.is_file() and not lock.is_symlink() and lock.stat().st_mtime >= began and not in_use(lock):
        lock.unlink(missing_ok=True)


def in_use(path: Path) -> bool:
    """Return whether a living process has a file open, as far as this system tells."""
    wanted = path.stat()
    return any((seen.st_dev, seen.st_ino) == (wanted.st_dev, wanted.st_ino) for seen in open_files())


def open_files() -> Iterator[os.stat_result]:
    """Yield what every process has open, where the system has `/proc`; processes come and go meanwhile."""
    processes = [path for path in Path("/proc").iterdir() if path.name.isdigit()] if Path("/proc").is_dir() else []
    for process in processes:
        with suppress(OSError):
            for handle in (process / "fd").iterdir():
                with suppress(OSError):
                    yield handle.stat()
