"""R43 and R53: what others wrote is shown as text, never as a command, an escape or a secret."""

from __future__ import annotations

import json

import pytest

from gonogo.cli import report, terminal
from gonogo.model.board import Board, Row
from gonogo.model.errors import Status
from gonogo.model.verdict import Finding, Verdict

COMMANDS = ["::error::boo", "  ::add-mask::x", "a\n::stop-commands::x", "a\r::error::boo", "##[error]boo",
            "x ##[group]y", "a\r\n::set-output name=x::y", "\n\t::warning file=a::b"]  # fmt: skip
HIDING = ["\x1b[31mred", "\x1b]0;title\x07", "\u202egnp", "\x9b31m", "\u200b", "a\rb", "\x08\x08"]


def boards(text):
    yield Board(text, (Row("a", Verdict.GO, note=text),))
    yield Board("a", (Row("a", Verdict.NO_GO, findings=(Finding("a", text, text, text),)),), text)
    yield Board("a", (Row("a", Verdict.GO),), text=text)


def out_of(board, capsys, how):
    report.show(board, as_json=how == "json")
    return capsys.readouterr().out


@pytest.mark.parametrize("how", ["text", "json"])
@pytest.mark.parametrize("text", COMMANDS, ids=ascii)
def test_r53_no_line_of_a_log_is_a_workflow_command(monkeypatch, tmp_path, capsys, text, how):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary"))
    for board in boards(text):
        out = out_of(board, capsys, how)
        terminal.say(text)
        for line in (out + capsys.readouterr().err).replace("\r", "\n").split("\n"):
            assert not line.lstrip().startswith("::")
            assert "##[" not in line


@pytest.mark.parametrize("text", HIDING, ids=ascii)
def test_a_board_holds_no_terminal_escapes(capsys, text):
    for board in boards(text):
        assert all(letter.isprintable() or letter == "\n" for letter in out_of(board, capsys, "text"))


def test_json_says_exactly_what_was_said(capsys):
    for text in HIDING:
        shown = json.loads(out_of(Board("a", (Row("a", Verdict.GO, note=text),)), capsys, "json"))
        assert shown["rows"][0]["note"] == text


SECRETS = ["pypi-AgEIcHlwaS5vcmcCJDU2Nzg5", "ghp_" + "a" * 36, "github_pat_" + "a" * 40, "https://user:hunter2@host/x",
           "ssh://user:hunter2@host/x", "hunter2-from-the-environment"]  # fmt: skip


@pytest.mark.parametrize("how", ["text", "json"])
@pytest.mark.parametrize("secret", SECRETS)
def test_r43_no_secret_is_shown(monkeypatch, tmp_path, capsys, secret, how):
    monkeypatch.setenv("SOME_TOKEN", "hunter2-from-the-environment")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary"))
    for board in boards(f"it says {secret} here"):
        out = out_of(board, capsys, how)
        terminal.say(f"heard {secret}")
        shown = out + capsys.readouterr().err + (tmp_path / "summary").read_text()
        assert "hunter2" not in shown
        assert secret not in shown


def test_an_error_in_a_field_of_100_kb_is_cut(capsys):
    from gonogo.version.pep440 import NotAVersion

    board = report.board_of("bump", lambda: (_ for _ in ()).throw(NotAVersion(version="x" * 100_000, why="no")))
    assert board.exit_status is Status.USAGE
    assert len(out_of(board, capsys, "text")) < 2_000
