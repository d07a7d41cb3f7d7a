"""Locks: one writer at a time, and git's lock files cleared only where they are provably our own."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gonogo.model.errors import GonogoError, Status
from gonogo.world.git import Git
from gonogo.world.intent import Intent

MARK = "index.ours"


class AnotherRun(GonogoError):
    """Another gonogo is at work in this repository."""

    status = Status.UNKNOWN
    text = "another gonogo (process {pid}) is at work in this repository"
    hint_text = "wait until it ends, then type: invoke status"


class LockedByAnother(GonogoError):
    """A git lock file that is not ours stands in the way."""

    status = Status.UNKNOWN
    text = "{path} exists: another git is at work here, or was killed"
    hint_text = "if no git runs in this repository, remove that file, then type: invoke resume"


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


def clear_own(git: Git, intents: tuple[Intent, ...]) -> None:
    """Remove lock files that a killed gonogo left behind; the caller is the one writer, so its owner is dead.

    Ours is an index lock that is a hard link of our mark, a ref lock that holds an object id of an intent,
    and, while an intent is open, an empty HEAD lock not older than the intent that no process has open.
    """
    lock, mark = git.own_folder / "index.lock", git.own_folder / "gonogo" / MARK
    if lock.exists() and mark.exists() and lock.samefile(mark):
        lock.unlink(missing_ok=True)
    for intent in intents:
        clear_refs(git, intent)


def clear_refs(git: Git, intent: Intent) -> None:
    """Remove the ref locks that hold this intent's object ids, and HEAD's lock beside them."""
    for ref in (intent.branch_ref, intent.tag_ref):
        lock = git.folder / f"{ref}.lock"
        if lock.is_file() and is_ours(lock, intent):
            lock.unlink(missing_ok=True)
    head = git.own_folder / "HEAD.lock"
    began = intent_time(git, intent)
    if head.is_file() and not head.stat().st_size and began and head.stat().st_mtime >= began and not in_use(head):
        head.unlink(missing_ok=True)


def is_ours(lock: Path, intent: Intent) -> bool:
    """Return whether a ref lock was taken for this intent: it holds one of its ids, or nothing yet."""
    content = lock.read_text(encoding="ascii", errors="replace").strip()
    return content in (intent.commit, intent.tag_object, "") and not in_use(lock)


def intent_time(git: Git, intent: Intent) -> float:
    """Return when an intent was declared, in seconds since 1970; 0 where its ref is packed."""
    path = git.folder / intent.hidden(intent.tag_ref)
    return path.stat().st_mtime - 1 if path.is_file() else 0.0


def in_use(path: Path) -> bool:
    """Return whether a living process has a file open, as far as this system tells."""
    wanted = path.stat()
    for entry in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            seen = entry.stat()
        except OSError:
            continue
        if (seen.st_dev, seen.st_ino) == (wanted.st_dev, wanted.st_ino):
            return True
    return False
