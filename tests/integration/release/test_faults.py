"""The fault table: each refuses with nothing changed, or leaves a landed release; one more command is right."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gonogo.cli import report
from gonogo.commands import bump as release
from gonogo.model.board import Board
from gonogo.model.errors import Status
from gonogo.release.contexts import today
from gonogo.release.planner import Request
from gonogo.release.runner import Silence


def bump(sample) -> Board:
    request = Request(part="minor")
    return report.board_of("bump", lambda: release.bump(sample.folder, request, today(), Silence()))


def push(sample) -> Board:
    return report.board_of("push", lambda: release.push(sample.folder, Silence()))


def resume(sample) -> Board:
    return report.board_of("resume", lambda: release.resume(sample.folder, Silence()))


def walk(sample) -> Board:
    """Bump and push; return the board of the first that is not GO, else the last."""
    board = bump(sample)
    return board if board.exit_status else push(sample)


def fixed(sample) -> None:
    """Bump and push where nothing is wrong any more; where a refusal left nothing behind, all are in the same state."""
    assert sample.once("walk", lambda: walk(sample).exit_status) is Status.GO


def require_right(sample, left: str = "") -> None:
    """Hold what «right» means, from git alone; `left` is what git status may still show."""
    assert sample.git("tag") == "v1.1.0"
    assert sample.git("rev-parse", "v1.1.0") == sample.remote_git("rev-parse", "v1.1.0")
    assert sample.git("rev-parse", "main") == sample.remote_git("rev-parse", "main")
    assert sample.git("status", "--porcelain") == left
    assert 'version = "1.1.0"' in sample.git("show", "v1.1.0:pyproject.toml")
    changelog = sample.git("show", "v1.1.0:CHANGELOG.md")
    assert changelog.count("A new thing.") == changelog.count("- The first.") == 1
    assert "1.feature.md" not in sample.git("ls-tree", "-r", "--name-only", "v1.1.0")
    assert sample.git("for-each-ref", "refs/gonogo") == ""
    require_sound(sample)


def require_sound(sample) -> None:
    assert [path for path in (sample.folder / ".git").rglob("*.lock") if not path.name.startswith("foreign")] == []
    sample.git("fsck", "--strict", "--no-dangling")


def hook(folder: Path, name: str, text: str = "echo no >&2; exit 1") -> Path:
    path = folder / "hooks" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def local_hook(name: str) -> Callable[..., Callable[[], object]]:
    return lambda sample: hook(sample.folder / ".git", name).unlink


def remote_hook(name: str, text: str) -> Callable[..., Callable[[], object]]:
    return lambda sample: hook(sample.remote, name, text).unlink


def moved_on(sample):
    other = sample.folder.parent / "other"
    subprocess.run(["git", "clone", "-q", str(sample.remote), str(other)], check=True)
    subprocess.run(["git", "commit", "-q", "--allow-empty", "-m", "theirs"], cwd=other, check=True)
    subprocess.run(["git", "push", "-q"], cwd=other, check=True)
    return lambda: sample.git("pull", "-q", "--ff-only")


def unreachable(sample):
    gone = sample.remote.with_name("gone.git")
    sample.remote.rename(gone)
    return lambda: gone.rename(sample.remote)


def tag_here(sample):
    sample.git("tag", "v1.1.0", "HEAD")
    return lambda: sample.git("tag", "-d", "v1.1.0")


def tag_there(sample):
    sample.remote_git("tag", "v1.1.0")
    return lambda: sample.remote_git("tag", "-d", "v1.1.0")


def dirty_version_file(sample):
    sample.write("pyproject.toml", (sample.folder / "pyproject.toml").read_text() + "# edited\n")
    return lambda: sample.git("checkout", "-q", "--", "pyproject.toml")


def staged_changelog(sample):
    sample.write("CHANGELOG.md", (sample.folder / "CHANGELOG.md").read_text() + "edited\n")
    sample.git("add", "CHANGELOG.md")
    return lambda: sample.git("reset", "-q", "--hard")


def detached(sample):
    sample.git("checkout", "-q", "--detach")
    return lambda: sample.git("switch", "-q", "main")


def feature_branch(sample):
    sample.git("switch", "-q", "-c", "feature")
    return lambda: sample.git("switch", "-q", "main")


def shallow(sample):
    sample.commit("one", "one")
    sample.git("push", "-q")
    shutil.rmtree(sample.folder)
    address = f"file://{sample.remote}"
    subprocess.run(["git", "clone", "-q", "--depth=1", address, str(sample.folder)], check=True)
    return lambda: sample.git("fetch", "-q", "--unshallow", "--tags")


def foreign_lock(sample):
    lock = sample.folder / ".git/index.lock"
    lock.touch()
    return lock.unlink


def signing(key: str) -> Callable[..., Callable[[], object]]:
    def spoil(sample):
        sample.git("config", key, "true")
        sample.git("config", "user.signingkey", "0000DEAD")
        return lambda: sample.git("config", "--unset", key)

    return spoil


def no_identity(sample):
    config = Path(os.environ["GIT_CONFIG_GLOBAL"])
    text = config.read_text()
    config.write_text("[user]\n\tuseConfigOnly = true\n")
    return lambda: config.write_text(text)


def merge_under_way(sample):
    path = sample.folder / ".git/MERGE_HEAD"
    path.write_text(sample.git("rev-parse", "HEAD") + "\n")
    return path.unlink


REFUSED = [
    local_hook("pre-commit"),
    local_hook("commit-msg"),
    moved_on,
    unreachable,
    tag_here,
    tag_there,
    dirty_version_file,
    staged_changelog,
    detached,
    feature_branch,
    shallow,
    foreign_lock,
    signing("commit.gpgsign"),
    signing("tag.gpgsign"),
    no_identity,
    merge_under_way,
]


@pytest.mark.parametrize("spoil", REFUSED, ids=lambda one: one.__qualname__.replace(".<locals>", ""))
def test_what_cannot_begin_changes_nothing_and_is_right_once_it_is_fixed(sample, spoil):
    fix = spoil(sample)
    before = sample.snapshot() if spoil is not unreachable else sample.git("for-each-ref", "--format=%(objectname)")
    board = bump(sample)
    assert board.exit_status is not Status.GO
    assert board.next_command
    assert "Traceback" not in str(board)
    if spoil is not unreachable:
        assert sample.snapshot() == before
    fix()
    fixed(sample)
    require_right(sample)


TAGS_PROTECTED = 'case "$1" in refs/tags/*) echo protected >&2; exit 1;; esac'


@pytest.mark.parametrize(
    "spoil",
    [
        local_hook("pre-push"),
        remote_hook("pre-receive", "echo no >&2; exit 1"),
        remote_hook("update", TAGS_PROTECTED),
    ],
)
def test_a_push_that_is_refused_leaves_the_release_landed_and_one_resume_makes_it_right(sample, spoil):
    sample.landed()
    fix = spoil(sample)
    there = sample.remote_git("for-each-ref")
    board = push(sample)
    assert board.exit_status is Status.NO_GO
    assert board.next_command
    assert sample.remote_git("for-each-ref") == there
    fix()
    assert resume(sample).exit_status is Status.GO
    require_right(sample)


def untracked(sample):
    sample.write("new file é.txt", "x\n")
    return '?? "new file \\303\\251.txt"'


def dirty(sample):
    sample.write("README.md", "edited\n")
    return "M README.md"


def staged(sample):
    sample.write("README.md", "edited\n")
    sample.git("add", "README.md")
    return "M  README.md"


def no_upstream(sample):
    sample.git("branch", "--unset-upstream")
    return ""


@pytest.mark.parametrize("spoil", [untracked, dirty, staged, no_upstream])
def test_what_is_no_fault_is_released_and_what_is_the_users_stays_as_it_was(sample, spoil):
    left = spoil(sample)
    assert walk(sample).exit_status is Status.GO
    require_right(sample, left)


def test_without_a_remote_the_release_lands_and_push_says_what_is_missing(sample):
    sample.git("remote", "remove", "origin")
    assert sample.landed().exit_status is Status.GO
    assert "no remote" in str(push(sample))
    sample.git("remote", "add", "origin", str(sample.remote))
    assert resume(sample).exit_status is Status.GO
    require_right(sample)


def test_a_non_ascii_path_with_a_space_is_no_fault(sample):
    folder = sample.folder.parent / "mein prójekt ä"
    sample.folder.rename(folder)
    moved = type(sample)(folder, sample.remote)
    moved.commit("src/demo/naïve file.txt", "ü\n")
    assert walk(moved).exit_status is Status.GO
    require_right(moved)


def test_line_ends_of_windows_stay_in_every_file_that_is_touched(sample):
    for path in ("pyproject.toml", "CHANGELOG.md", "README.md"):
        file = sample.folder / path
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    sample.git("commit", "-qam", "CRLF")
    assert walk(sample).exit_status is Status.GO
    require_right(sample)
    for path in ("pyproject.toml", "CHANGELOG.md"):
        content = (sample.folder / path).read_bytes()
        assert content.count(b"\n") == content.count(b"\r\n"), path


def test_an_ascii_locale_does_no_harm_to_other_letters(sample):
    sample.commit("changelog.d/2.feature.md", "Größe ✓, naïve.\n", "Änderung ✓")
    env = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    for words in (("bump", "--part", "minor"), ("push",)):
        done = sample.run("invoke", *words, env=env)
        assert done.returncode == 0, done.stdout + done.stderr
    require_right(sample)
    assert "Größe ✓, naïve." in sample.git("show", "v1.1.0:CHANGELOG.md")


def test_h29_of_two_runs_at_once_one_wins_and_the_other_says_so(sample):
    argv = [sys.executable, "-m", "invoke", "bump", "--part", "minor"]
    words = {"cwd": sample.folder, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    runs = [subprocess.Popen(argv, **words) for _ in range(2)]
    said = [run.communicate(timeout=120)[0] for run in runs]
    codes = sorted(run.returncode for run in runs)
    assert codes[0] == 0, said
    assert set(codes[1:]) <= {Status.UNKNOWN, Status.CONFLICT}, said
    assert all("Traceback" not in one for one in said)
    assert push(sample).exit_status is Status.GO
    require_right(sample)


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
