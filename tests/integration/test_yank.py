"""`gonogo yank` names the page, what to click and to write, and what comes next; it looks whether it is done."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from gonogo.cli import program
from gonogo.commands import yank as yanking
from gonogo.commands.reproduce import NotPublished
from gonogo.index import reading
from gonogo.model.index import Served
from gonogo.model.verdict import Verdict

FILES = (Served("demo-1.1.0.tar.gz", "", ""), Served("demo-1.1.0-py3-none-any.whl", "", ""))


@pytest.fixture
def served(monkeypatch):
    """What the index serves of the project, as it is asked; a list that a test changes."""
    found = list(FILES)
    monkeypatch.setattr(reading, "files", lambda *_: tuple(found))
    return found


def texts(board):
    return [one.what for row in board.rows for one in row.findings]


def test_it_names_the_page_what_to_click_what_to_write_and_what_comes_next(tmp_path, served):
    board = yanking.yank(tmp_path, yanking.Request("Demo", "1.1.0", reason="loses data on save"))
    assert board.verdict is Verdict.GO
    assert board.rows[0].note == "pypi serves 2 files of 1.1.0, 2 of them not yanked"
    assert texts(board)[:4] == [
        f"[ ] open {reading.site('pypi')}/manage/project/demo/releases/",
        "[ ] in the row 1.1.0, click Options, then Yank",
        "[ ] as the reason write loses data on save",
        "[ ] type 1.1.0 to confirm, and click Yank release",
    ]
    assert "Demo==1.1.0 still installs" in board.rows[-1].note
    assert board.next_command == "release the fix with: invoke release --part patch"


def test_typed_again_it_says_whether_it_is_done(tmp_path, served):
    served[0] = replace(served[0], yanked=True)
    assert "1 of them not yanked" in yanking.yank(tmp_path, yanking.Request("demo", "1.1.0")).rows[0].note
    served[1] = replace(served[1], yanked=True)
    board = yanking.yank(tmp_path, yanking.Request("demo", "1.1.0"))
    assert [row.name for row in board.rows] == ["index", "afterwards"]
    assert "all of them yanked" in board.rows[0].note


def test_a_version_that_is_not_there_is_said(tmp_path, served):
    with pytest.raises(NotPublished) as met:
        yanking.yank(tmp_path, yanking.Request("demo", "1.2.0"))
    assert "gonogo reproduce" not in met.value.hint


def test_of_an_index_without_known_pages_it_says_what_to_look_for(tmp_path, served):
    table = '[tool.gonogo.indexes.company]\nupload = "https://index.example/u"\nsimple = "https://index.example/s"\n'
    (tmp_path / "pyproject.toml").write_text(table)
    board = yanking.yank(tmp_path, yanking.Request("demo", "1.1.0", "company"))
    assert texts(board)[0] == "[ ] open the page of demo on company, and look for a way to yank"


def test_as_it_is_typed(tmp_path, served, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["gonogo", "yank", "demo", "1.1.0", "--reason", "broken", "--json"])
    with pytest.raises(SystemExit) as ended:
        program.main()
    assert not ended.value.code
    assert "as the reason write broken" in json.dumps(json.loads(capsys.readouterr().out))
