"""A board as it is read: blocking findings first, columns that hold, commands that can be copied whole."""

from __future__ import annotations

import re

import pytest

from gonogo.cli import board as boards
from gonogo.model.board import Board, Row
from gonogo.model.verdict import Finding, Verdict

COMMANDS = (
    "git update-index --no-assume-unchanged --no-skip-worktree src/a_rather_long_package_name/version.py",
    "nox -s rehearse -- --part minor --pre rc",
    'tests = ["pytest", "--deselect=tests/test_it.py::test[a rather long case, with commas; and more]"]',
)


def one(finding: Finding, *more: Finding) -> Board:
    return Board("b", (Row("r", Verdict.NO_GO, 0.1, findings=(finding, *more)),))


def test_what_blocks_stands_before_advice():
    advice, blocking = Finding("a", "an advice", blocking=False), Finding("b", "a fault")
    text = boards.to_plain(one(advice, blocking, advice))
    assert text.index("a fault") < text.index("an advice")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\n  "])
def test_lines_of_a_text_are_joined_and_no_escape_stands_for_their_ends(end):
    text = f"one{end}two{end}"
    shown = boards.to_plain(Board(text, (Row("r", Verdict.NO_GO, 0.1, text, (Finding("c", text, text, text),)),), text))
    assert shown.count("one / two") == 6
    assert "\\" not in shown


@pytest.mark.parametrize("seconds", [0.0, 9.5, 1_000.0, 99_999.99])
def test_columns_hold_long_times(seconds):
    name = "a name that fills its column"
    rows = (Row(name, Verdict.GO, seconds, "note"), Row("other", Verdict.GO, 1.0, "note"))
    lines = boards.to_plain(Board("b", rows)).splitlines()[1:3]
    assert [line.index("note") for line in lines] == [lines[0].index("note")] * 2
    assert re.search(rf"column +{seconds:,.2f} s  note", lines[0])


@pytest.mark.parametrize("columns", ["40", "60", "80"])
@pytest.mark.parametrize("command", COMMANDS)
def test_on_a_narrow_terminal_words_are_wrapped_and_a_command_stands_whole_on_a_line_of_its_own(
    monkeypatch, command, columns
):
    monkeypatch.setenv("COLUMNS", columns)
    fix = f"this is a long explanation of what to do about it, which needs more than one line; type: {command}"
    lines = re.sub(r"\x1b\[[\d;]*m", "", boards.painted(one(Finding("c", "what " * 20, fix=fix)))).splitlines()
    assert [line.strip() for line in lines].count(command) == 1
    assert all(len(line) <= int(columns) for line in lines if command not in line)


def test_an_option_and_its_value_stay_in_one_line(monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    board = Board(
        "b", (Row("r", Verdict.NO_GO),), "for example: --part minor, --part patch, --part minor --pre rc, or --to 1.4.0"
    )
    assert not [line for line in boards.painted(board).splitlines() if re.search(r"--(part|pre|to)$", line.rstrip())]


def test_where_no_terminal_reads_a_sentence_is_one_line():
    fix = f"{'long ' * 100}; type: {COMMANDS[0]}"
    assert f"fix: {fix}\n" in boards.to_plain(one(Finding("c", "what", fix=fix)))


def test_without_colour_a_board_holds_no_colour(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    shown = boards.painted(Board("b", (Row("r", Verdict.GO, 1.0, "note"),)))
    assert not re.search(r"\x1b\[[\d;]*3[0-7][\d;]*m", shown)
