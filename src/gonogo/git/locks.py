"""Locks: one writer at a time, and git's lock files cleared only where they are provably our own."""

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from gonogo.git.repository import Git, GitFailed
from gonogo.model.errors import Undecided
from gonogo.system.process import TIME_LIMIT

MARK = "index.ours"
CLOCK_SECONDS = 0.05  # how far apart the times of two files may be that were written one after the other


class AnotherRun(Undecided):
    text = "another gonogo (process {pid}) is running in this repository"
    hint_text = "wait until it ends, then type: invoke status"


class LockedByAnother(Undecided):
    text = "{path} exists: another git is running here, or was killed"
    hint_text = "if no git runs in this repository, remove that file, then type: invoke status"


@contextmanager
def one_writer(git: Git) -> Iterator[None]:
    """Be the only gonogo that writes to a repository; the kernel ends the hold with the process."""
    folder = git.folder / "gonogo"
    folder.mkdir(mode=0o700, exist_ok=True)
    handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
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

    The lock file is a hard link of a file in our folder, so that a later run can prove whose it was; where the file
    system has no hard links, it holds the same word.
    """
    folder = git.own_folder / "gonogo"
    folder.mkdir(mode=0o700, exist_ok=True)
    index, lock = git.own_folder / "index", git.own_folder / "index.lock"
    mark, private = folder / MARK, folder / "index"
    for stale in (mark, private, Path(f"{private}.lock")):
        stale.unlink(missing_ok=True)
    mark.write_text(os.urandom(16).hex(), encoding="ascii")
    try:
        take_lock(lock, mark)
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


def take_lock(lock: Path, mark: Path) -> None:
    """Make a lock file that is provably ours, a link of our mark or a copy; FileExistsError where one is there."""
    try:
        os.link(mark, lock)
    except FileExistsError:
        raise
    except OSError:
        with lock.open("x", encoding="ascii") as file:
            file.write(mark.read_text(encoding="ascii"))
            file.flush()
            os.fsync(file.fileno())


def is_ours(lock: Path, mark: Path) -> bool:
    """Return whether a lock file is a link of our mark, or holds its word."""
    if not lock.is_file() or not mark.is_file():
        return False
    word = mark.read_bytes()
    return lock.samefile(mark) or (bool(word) and lock.stat().st_size == len(word) and lock.read_bytes() == word)


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


def leftovers(git: Git) -> tuple[str, ...]:
    """Return the lock files that a run of ours takes away at its end, and that are there: it was killed, or goes on."""
    folder = git.own_folder / "gonogo"
    index = (".git/index.lock",) if is_ours(git.own_folder / "index.lock", folder / MARK) else ()
    return (*index, *(("locks of refs",) if mark_of(git).is_file() else ()))


def require_unlocked(git: Git) -> None:
    """Raise LockedByAnother while a foreign git holds the index, which a landing must write."""
    if (git.own_folder / "index.lock").exists():
        raise LockedByAnother(path=".git/index.lock")


def clear_own(git: Git) -> None:
    """Remove what a killed gonogo left behind in the git folder; the caller is the one writer, so its owner is dead.

    Ours is an index lock that is a hard link of our mark, or holds its word; and the lock of a ref that a killed run
    said it was writing, if it was made between that word and the end of the time that a git of ours has, and no process
    has it open. LockedByAnother where the system does not list what processes have open.
    """
    folder = git.own_folder / "gonogo"
    lock, mark = git.own_folder / "index.lock", folder / MARK
    if is_ours(lock, mark):
        lock.unlink(missing_ok=True)
    for name in (MARK, "index", "index.lock"):
        (folder / name).unlink(missing_ok=True)
    shutil.rmtree(folder / "checkout", ignore_errors=True)
    clear_refs(git)


def clear_refs(git: Git) -> None:
    """Remove the locks of the refs that a killed run was writing."""
    mark = mark_of(git)
    if not mark.is_file():
        return
    began = mark.stat().st_mtime
    names = [f"{ref}.lock" for ref in mark.read_text(encoding="utf-8", errors="replace").splitlines() if safe(ref)]
    for name in (*names, "packed-refs.new"):
        for folder in {git.folder, git.own_folder}:
            clear_lock(folder / name, began, f".git/{name}")
    mark.unlink(missing_ok=True)


def safe(ref: str) -> bool:
    """Return whether a line of the mark names a ref, and nothing outside the git folder."""
    return ".." not in ref and not ref.startswith("/") and (ref.startswith("refs/") or ref in ("HEAD", "packed-refs"))


def clear_lock(lock: Path, began: float, shown: str) -> None:
    """Remove a lock file that a git of ours can have made, which began then, and that nobody has open.

    LockedByAnother where nothing shows whether anybody has.
    """
    if lock.is_symlink() or not lock.is_file():
        return
    age = lock.stat().st_mtime - began
    if not -CLOCK_SECONDS <= age <= TIME_LIMIT + CLOCK_SECONDS:
        return
    if not PROCESSES.is_dir():
        raise LockedByAnother(path=shown)
    if not in_use(lock):
        lock.unlink(missing_ok=True)


PROCESSES = Path("/proc")  # where the system lists what processes have open; macOS and the BSDs have no such folder


def in_use(path: Path) -> bool:
    """Return whether a living process has a file open."""
    wanted = path.stat()
    return any((seen.st_dev, seen.st_ino) == (wanted.st_dev, wanted.st_ino) for seen in open_files())


def open_files() -> Iterator[os.stat_result]:
    """Yield what every process has open; processes come and go meanwhile."""
    for process in [path for path in PROCESSES.iterdir() if path.name.isdigit()]:
        with suppress(OSError):
            for handle in (process / "fd").iterdir():
                with suppress(OSError):
                    yield handle.stat()
