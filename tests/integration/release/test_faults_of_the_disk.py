"""The fault table, of disks: what may not be written, and what has no place left."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from walks import bump, fixed, require_right, resume

from gonogo.model.errors import Status


@contextmanager
def read_only(path: Path) -> Iterator[None]:
    """Let nobody write a file or folder: by its mode, or for root, whom no mode binds, by a mount."""
    if os.geteuid():
        mode = path.stat().st_mode
        path.chmod(mode & ~0o222)
        undo = [lambda: path.chmod(mode)]
    else:
        for words in (["--bind", str(path), str(path)], ["-o", "remount,ro,bind", str(path)]):
            if subprocess.run(["mount", *words], check=False, capture_output=True).returncode:
                pytest.skip("permissions do not bind root, and nothing can be mounted here")
        undo = [lambda: subprocess.run(["umount", "-l", str(path)], check=True)]
    try:
        yield
    finally:
        undo[0]()


@pytest.mark.parametrize("path", ["pyproject.toml", "CHANGELOG.md", "changelog.d", ".", ".git", ".git/refs/heads"])
def test_what_may_not_be_written_is_named_and_one_more_command_makes_it_right(sample, path):
    before = sample.snapshot()
    with read_only(sample.folder / path):
        board = bump(sample)
        assert "Traceback" not in str(board)
        assert board.exit_status is not Status.GO
    assert sample.snapshot() == before
    fixed(sample)
    require_right(sample)


@contextmanager
def small_disk(folder: Path, kib: int) -> Iterator[Path]:
    """Mount a disk of some KiB."""
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kib}k", "none", str(folder)], check=False)
    if made.returncode:
        pytest.skip("a small disk can be mounted by root only")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path, left: int) -> Path:
    """Fill a disk but for some KiB; return the file that does it."""
    filler = folder / "filler"
    disk = os.statvfs(folder)
    free = disk.f_bavail * disk.f_frsize - left * 1024
    with filler.open("wb") as file:
        file.write(b"\0" * max(free, 0))
    return filler


# With none left the lock cannot be written; with less than a landing needs it does not begin; with that it lands.
@pytest.mark.parametrize("left", [0, 4, 512])
def test_a_full_disk_leaves_nothing_half_done_that_one_more_command_does_not_finish(sample, tmp_path, left):
    with small_disk(tmp_path / "disk", 2048) as disk:
        shutil.copytree(sample.folder, disk / "demo")
        moved = type(sample)(disk / "demo", sample.remote)
        moved.git("status")
        before = moved.snapshot()
        filler = fill(disk, left)
        board = bump(moved)
        assert "Traceback" not in str(board)
        filler.unlink()
        if moved.snapshot() == before:
            assert board.exit_status is not Status.GO
            assert bump(moved).exit_status is Status.GO
        assert resume(moved).exit_status is Status.GO
        require_right(moved)


# With none left Python looks for another folder; with little the clone fails; with more it is made.
@pytest.mark.parametrize("left", [0, 8, 512])
def test_a_full_disk_for_temporary_files_changes_nothing(sample, tmp_path, monkeypatch, left):
    before = sample.snapshot()
    with small_disk(tmp_path / "disk", 2048) as disk, monkeypatch.context() as patch:
        fill(disk, left)
        patch.setenv("TMPDIR", str(disk))
        patch.setattr(tempfile, "tempdir", None)
        board = bump(sample)
        assert "Traceback" not in str(board)
    if board.exit_status is not Status.GO:
        assert sample.snapshot() == before
        assert bump(sample).exit_status is Status.GO
    assert resume(sample).exit_status is Status.GO
    require_right(sample)
