"""Temporary folders, held by the kernel as long as their run lives, so that the next run can sweep."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from gonogo.model.errors import Undecided

PREFIX = "gonogo."
TRIES = 20  # how often a folder is made that another run sweeps away before it is held
_still_used: dict[Path, int] = {}  # folders that ended while one inside was in use, and the handle of each


class NotHeld(Undecided):
    text = "a temporary folder in {folder} cannot be locked: its file system has no locks, or too many files are open"
    hint_text = "set TMPDIR to a folder on a local disk, or raise the limit of open files: ulimit -n 1024"


@contextmanager
def temporary() -> Iterator[Path]:
    """Give a temporary folder that is gone afterwards, whatever happens inside; sweep those of killed runs."""
    sweep()
    folder, hold = claim()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(hold)
        leave(folder.parent)


@contextmanager
def own() -> Iterator[Path]:
    """Keep every temporary file of this process in one folder, removed at the end but for what is in use; give it."""
    sweep()
    folder, hold = claim()
    outside, cached = os.environ.get("TMPDIR"), tempfile.tempdir
    os.environ["TMPDIR"], tempfile.tempdir = str(folder), None
    try:
        yield folder
    finally:
        tempfile.tempdir = cached
        os.environ.pop("TMPDIR") if outside is None else os.environ.update(TMPDIR=outside)
        clear(folder)
        _still_used[folder] = hold
        leave(folder)


def claim(parent: Path | None = None, prefix: str = PREFIX) -> tuple[Path, int]:
    """Make a folder, among the temporary ones or in `parent`, and hold it; return it and the handle that holds it."""
    for _ in range(TRIES):
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent)).resolve()
        hold = held(folder)
        if hold is not None and folder.is_dir():
            return folder, hold
    raise NotHeld(folder=folder.parent)


def held(folder: Path) -> int | None:
    """Hold a folder and return the handle; None where it is gone or a living process holds it."""
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle


def sweep() -> None:
    """Remove the folders of runs that were killed, as far as they are this user's."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        remove_abandoned(folder)


def remove_abandoned(folder: Path) -> None:
    """Remove a folder that nobody holds."""
    hold = held(folder)
    if hold is None:
        return
    if os.fstat(hold).st_uid == os.geteuid():
        shutil.rmtree(folder, ignore_errors=True)
    os.close(hold)


def leave(folder: Path) -> None:
    """Remove a folder of this process that has ended, once nothing inside is in use; until then it stays held."""
    if folder not in _still_used:
        return
    with suppress(OSError):
        folder.rmdir()
    if not folder.exists():
        os.close(_still_used.pop(folder))


def clear(folder: Path) -> None:
    """Remove a folder of our own, but for the folders inside that are held."""
    for path in folder.iterdir():
        if path.name.startswith(PREFIX):
            remove_abandoned(path)
        elif path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
