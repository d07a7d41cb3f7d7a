"""The report: readable without colour, the same as JSON, and without secrets."""

from __future__ import annotations

import json
import shutil

import pytest

from gonogo.cli import board as board_text
from gonogo.cli import report
from gonogo.model import errors
from gonogo.model.board import Board, Row
from gonogo.model.errors import CouldNotTell, Status
from gonogo.model.verdict import Examined, Finding, Verdict, overall
from gonogo.system.secrets import discreet, redacted

BOARD = Board(
    "a board",
    (
        Row("one", Verdict.GO, 0.5, "a note"),
        Row("two", Verdict.NO_GO, 0.1, findings=(Finding("c", "what", "where", "fix it"),)),
    ),
    "do this",
)


def test_a_board_as_text_has_a_line_for_each_row_and_last_the_verdict_and_the_next_command():
    lines = board_text.to_text(BOARD).splitlines()
    assert lines[0] == "a board"
    assert lines[1].split() == ["GO", "one", "0.50", "s", "a", "note"]
    assert "what (where)  [c]" in lines[3]
    assert lines[4].strip() == "fix: fix it"
    assert lines[-1] == "NO-GO  next: do this"


def test_why_and_fix_stand_once_below_findings_of_one_kind():
    found = [Finding("c", what, fix="fix it", why="it matters") for what in ("one", "two")]
    lines = board_text.to_text(Board("b", (Row("r", Verdict.NO_GO, findings=tuple(found)),))).splitlines()
    assert [line.strip() for line in lines[2:6]] == ["- one  [c]", "- two  [c]", "why: it matters", "fix: fix it"]


def test_advice_says_no_why():
    found = Finding("c", "what", fix="fix it", why="it matters", blocking=False)
    assert "it matters" not in board_text.to_text(Board("b", (Row("r", Verdict.GO, findings=(found,)),)))


def test_a_board_as_json_has_the_same_objects():
    whole = json.loads(board_text.to_json(BOARD))
    assert whole["verdict"] == "NO-GO"
    assert whole["exit_status"] == 1
    assert [row["name"] for row in whole["rows"]] == ["one", "two"]


def test_an_error_becomes_a_board_with_its_status_and_hint():
    def act():
        raise CouldNotTell(what="x", why="y")

    board = report.board_of("title", act)
    assert board.exit_status is Status.UNKNOWN
    assert board.verdict is Verdict.UNKNOWN
    assert board.next_command


def test_a_refusal_of_the_system_becomes_a_board():
    def act():
        raise OSError(28, "No space left on device", "/x")

    assert "No space left on device: /x" in report.board_of("title", act).rows[0].findings[0].what


def test_a_bug_keeps_its_traceback():
    def act():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        report.board_of("title", act)


@pytest.mark.parametrize(
    "secret",
    [
        "pypi-AgEIcHlwaS5vcmcCJDU2",
        "ghp_" + "a" * 36,
        "github_pat_" + "a" * 30,
        "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln",
    ],
)
def test_a_token_is_masked_wherever_it_stands(secret):
    assert secret not in redacted(f"before {secret} after")


def test_the_value_of_a_secret_variable_is_masked(monkeypatch):
    monkeypatch.setenv("COMPANY_TOKEN", "hunter2-hunter2")
    assert redacted("it is hunter2-hunter2") == "it is ***"


def test_credentials_in_an_address_are_masked():
    assert redacted("https://user:pw@host/x") == "https://***@host/x"


HIDDEN = 'a secret of "many" words \\ and é, which is long enough to be folded twice on any terminal that there is'


@pytest.mark.parametrize("form", [board_text.to_text, board_text.to_plain, board_text.painted, board_text.to_json])
def test_a_secret_is_masked_in_every_form_of_a_board(form, monkeypatch):
    monkeypatch.setenv("COMPANY_PASSWORD", HIDDEN)
    monkeypatch.setenv("COLUMNS", "60")
    token = "pypi-" + "AgEIcHlwaS5vcmcC" * 12
    finding = Finding("code", f"what {HIDDEN}", f"where {token}", f"fix {HIDDEN}")
    board = Board(f"title {HIDDEN}", (Row(token, Verdict.NO_GO, 0.1, HIDDEN, (finding,)),), token, text=HIDDEN)
    said = form(discreet(board))
    assert not [word for word in ("secret", "folded", "terminal", "AgEI") if word in said]
    assert said.count("***") >= 6


def test_what_a_cut_has_left_of_a_secret_is_masked(monkeypatch):
    monkeypatch.setenv("COMPANY_TOKEN", "hunter2-hunter2-hunter2")
    assert redacted("it is hunter2-hunt… and …unter2-hunter2") == "it is ***… and …***"


def test_a_job_summary_that_cannot_be_written_is_left_out(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path))
    report.show(BOARD, as_json=False)
    assert capsys.readouterr().out.splitlines()[-1] == "NO-GO  next: do this"


def test_unknown_is_never_go():
    assert overall([Verdict.GO, Verdict.UNKNOWN]) is Verdict.UNKNOWN
    assert overall([Verdict.UNKNOWN, Verdict.NO_GO]) is Verdict.NO_GO
    assert overall([]) is Verdict.UNKNOWN


def test_nothing_examined_is_not_go():
    assert Examined(0).verdict is Verdict.UNKNOWN
    assert Examined(1).verdict is Verdict.GO
    assert Examined(1, (Finding("a", "b", blocking=False),)).verdict is Verdict.GO
    assert Examined(1, (Finding("a", "b"),)).verdict is Verdict.NO_GO


def test_files_that_could_not_be_copied_are_reported_by_the_first():
    error = shutil.Error([("a", "/there/a", "[Errno 28] No space left on device: '/there/a'"), ("b", "/there/b", "x")])
    assert errors.refusal(error) == "[Errno 28] No space left on device: '/there/a'"
    assert errors.refusal(OSError(28, "No space left on device", "/there")) == "No space left on device: /there"


def test_a_board_ends_with_the_status_of_the_row_that_decides():
    conflict = Row("push", Verdict.NO_GO, status=Status.CONFLICT)
    assert Board("b", (Row("one", Verdict.GO), conflict)).exit_status is Status.CONFLICT
    assert Board("b", (Row("one", Verdict.UNKNOWN), conflict)).exit_status is Status.CONFLICT
    assert Board("b", (Row("one", Verdict.NO_GO), conflict)).exit_status is Status.NO_GO
    assert Board("b", (Row("one", Verdict.UNKNOWN),)).exit_status is Status.UNKNOWN
