"""Files replaced together: all written to temporary files and made durable first, then renamed into place."""

import os
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from gonogo.system import activity

MODE = 0o644  # permissions of a new file, before the umask


def replace_all(files: Mapping[Path, bytes]) -> None:
    """Write bytes to paths; a file that is there keeps its mode. Where one cannot be written, none is.

    Each file is written beside its place and synced, and only when all are, they are renamed one by one.
    Raises OSError as the system gives it, with the folders that were made taken away again.
    """
    staged: dict[Path, Path] = {}
    with ExitStack() as undo:
        for path, content in files.items():
            make_folders(path.parent, undo)
            staged[path] = stage(path, content, undo)
        for path, temporary in staged.items():
            activity.record(path.name, path)
            temporary.replace(path)
        undo.pop_all()
    for folder in {path.parent for path in files}:
        flush_folder(folder)


def make_folders(folder: Path, undo: ExitStack) -> None:
    """Make a folder and what is missing above it; undone, those that are empty are gone again."""
    if folder.is_dir():
        return
    make_folders(folder.parent, undo)
    folder.mkdir()
    undo.callback(remove_empty, folder)


def remove_empty(folder: Path) -> None:
    """Remove a folder unless something is in it."""
    if not any(folder.iterdir()):
        folder.rmdir()


def stage(path: Path, content: bytes, undo: ExitStack) -> Path:
    """Write bytes to a new file beside a path, with the mode that the path has or would get, and sync it."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".new")
    temporary = Path(name)
    undo.callback(temporary.unlink, missing_ok=True)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fchmod(stream.fileno(), path.stat().st_mode & 0o7777 if path.exists() else MODE & ~umask())
        os.fsync(stream.fileno())
    return temporary


def umask() -> int:
    """Return the process's umask, which can only be read by setting it."""
    present = os.umask(0o077)
    os.umask(present)
    return present


def flush(path: Path) -> None:
    """Bring a written file to the disk."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
