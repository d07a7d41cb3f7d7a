"""In CI, no line that gonogo prints is a command to the runner, whoever wrote it."""

import pytest

from gonogo.cli import report, terminal
from gonogo.model.board import Board, Row
from gonogo.model.verdict import Verdict

EVIL = "::set-output name=x::y"


def said(capsys: pytest.CaptureFixture[str]) -> str:
    terminal.say(EVIL)
    report.show(Board(EVIL, (Row("one", Verdict.GO, note="##[add-path]/evil"),)), as_json=False)
    found = capsys.readouterr()
    return found.out + found.err


def test_in_github_actions_commands_are_taken_apart(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")

    text = said(capsys)

    assert not any(line.lstrip().startswith("::") for line in text.splitlines())
    assert "##[" not in text
    assert "set-output" in text


def test_elsewhere_a_text_is_printed_as_it_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)

    assert EVIL in said(capsys)
