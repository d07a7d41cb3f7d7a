"""The contract for hostile input: refused in words, with a remedy, and nothing changed anywhere."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

import pytest
from tests.samples import artifacts

from gonogo.cli import board as board_text
from gonogo.cli import program, report
from gonogo.model.board import Board
from gonogo.model.errors import Status
from gonogo.system.secrets import redacted


@dataclass(frozen=True)
class Refused:
    """How a refusal was reported."""

    board: Board
    text: str


@pytest.fixture
def refused(sample) -> Callable[..., Refused]:
    """Run an act on the sample; it must be refused as the contract says. `said` are words that must be shown."""

    def check(*said: str, act: Callable[[], Board] | None = None, **words: str | bool) -> Refused:
        before = sample.snapshot()
        board = report.board_of("bump", act or (lambda: sample.bump(**words)))
        text = redacted(board_text.to_text(board))
        assert board.exit_status in (Status.NO_GO, Status.USAGE, Status.UNKNOWN, Status.CONFLICT)
        assert board.next_command or any(finding.fix for row in board.rows for finding in row.findings)
        assert text.replace("\n", "").isprintable()
        assert len(text) < 5_000
        assert "Traceback" not in text
        for one in said:
            assert one in text
        assert sample.snapshot() == before
        return Refused(board, text)

    return check


@dataclass(frozen=True)
class Typed:
    """How a command that was typed ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def typed(sample, monkeypatch, capsys) -> Callable[..., Typed]:
    """Type `gonogo WORDS` in the sample, in this process."""

    def run(*words: str) -> Typed:
        monkeypatch.chdir(sample.folder)
        monkeypatch.setattr(sys, "argv", ["gonogo", *words])
        with pytest.raises(SystemExit) as ended:
            program.main()
        shown = capsys.readouterr()
        return Typed(int(ended.value.code or 0), shown.out, shown.err)

    return run


@pytest.fixture(scope="session")
def made() -> ModuleType:
    """The forge of sample artifacts."""
    return artifacts
