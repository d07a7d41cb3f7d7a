"""Releases that are typed as on the command line, and what is right at their end."""

from __future__ import annotations

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
