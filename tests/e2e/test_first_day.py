"""Adopted in the morning, green in the evening: what `gonogo init` leaves makes `doctor` and the jobs of CI GO.

The kind: a file that everything written needs, and that nobody made. gonogo is here from a wheel, as on no index.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from gonogo.adopt import release_lock
from gonogo.adopt.change import FileChange
from gonogo.adopt.release_lock import is_gonogo
from gonogo.artifacts import environments
from gonogo.cli.tasks.project import asked
from gonogo.commands.init import Adoption

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(not (ROOT / "pyproject.toml").is_file(), reason="the tests stand outside of gonogo")


@pytest.fixture(scope="session")
def wheel(tmp_path_factory):
    """A wheel of gonogo, built from this tree."""
    folder = tmp_path_factory.mktemp("wheel")
    argv = [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(ROOT)]
    subprocess.run(argv, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture
def fresh(sample):
    """A project without anything of gonogo's, with a bare remote."""
    sample.git("rm", "-q", "noxfile.py", "tasks.py")
    sample.git("commit", "-qm", "Begin")
    sample.git("push", "-q")
    return sample


def typed(sample, *words):
    done = sample.run("gonogo", *words, "--json")
    return done.returncode, json.loads(done.stdout)


@pytest.mark.journey
def test_a_project_is_green_after_init_and_a_commit(fresh, wheel):
    status, board = typed(fresh, "init", "--yes", "--from", str(wheel))
    assert status == 0
    row = next(row for row in board["rows"] if row["name"] == release_lock.LOCK)
    assert "by its hashes" in row["note"], row
    fresh.git("add", "-A")
    fresh.git("commit", "-qm", "Adopt gonogo")
    fresh.git("push", "-q")

    status, board = typed(fresh, "doctor")

    assert (status, board["verdict"]) == (0, "GO"), board
    lock = (fresh.folder / release_lock.LOCK).read_text()
    assert "://" not in lock
    assert str(wheel.parent) not in lock
    assert {"hatchling", "nox", "twine"} <= {line.partition("==")[0] for line in lock.splitlines()}
    assert lock.count("\n    --hash=") >= sum(line[:1] not in (" ", "#") for line in lock.splitlines())
    installs_ours(fresh, lock)


def installs_ours(sample, lock):
    """Install gonogo's line of the lock as a job of CI does."""
    lines = lock.splitlines()
    start = next(number for number, line in enumerate(lines) if is_gonogo(line))
    sample.write("ours.txt", "\n".join(lines[start : start + 2]) + "\n")
    words = ["install", "--no-deps", "--require-hashes", "--only-binary", ":all:", "--target", "t", "-r", "ours.txt"]
    done = sample.run("pip", *words)
    assert done.returncode == 0, done.stderr
    assert (sample.folder / "t" / "gonogo").is_dir()


def test_what_is_missing_for_the_lock_is_one_line_that_names_the_command(fresh, tmp_path):
    for words in (["init", "--yes"], ["init"]):
        status, board = typed(fresh, *words)
        missing = [one for row in board["rows"] for one in row["findings"] if release_lock.LOCK in one["what"]]
        assert status == 0
        assert [one["fix"] for one in missing] == [release_lock.FROM]
    assert (fresh.folder / release_lock.SOURCE).read_text().splitlines()[-2:] == ["gonogo", "hatchling"]


@pytest.mark.parametrize("named", ["nosuch-1.0-py3-none-any.whl", "gonogo-1.0-py3-none-any.whl", "gonogo.zip"])
def test_what_is_no_wheel_of_gonogo_is_refused_before_anything_is_written(fresh, typed_here, named):
    before = fresh.snapshot()
    status, printed = typed_here("init", "--yes", "--from", named)
    assert status == 2
    assert "wheel-unfit" in printed
    assert fresh.snapshot() == before


@pytest.mark.parametrize(
    ("line", "ours"),
    [
        ("gonogo", True),
        ("gonogo[fast]>=1", True),
        ("./requirements/gonogo-1.0-py3-none-any.whl", True),
        ("gonogo  # the tool", True),
        ("gonogo-plugin", False),
        ("# gonogo", False),
        ("hatchling", False),
    ],
)
def test_the_line_of_gonogo_is_known(line, ours):
    assert is_gonogo(line) is ours


@pytest.mark.journey
def test_without_uv_one_is_installed_for_the_lock_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(environments, "uv_program", str)
    found = release_lock.uv(tmp_path)
    done = subprocess.run([found, "--version"], check=True, capture_output=True, text=True)
    assert done.stdout.startswith("uv ")
    assert Path(found).is_relative_to(tmp_path)


@pytest.mark.parametrize(
    ("changes", "locks", "question"),
    [
        (2, False, "Write 2 files?"),
        (0, True, "Lock the tools of CI in requirements/release.txt?"),
        (2, True, "Write 2 files and lock the tools of CI in requirements/release.txt?"),
    ],
)
def test_the_one_question_names_all_that_is_written(changes, locks, question):
    adoption = Adoption(None, "", (), (FileChange("a", None, ""),) * changes, (), locks=locks)
    assert asked(adoption) == question
