"""What `--json` prints is what the schema of boards says: boards of real commands, good and bad ones."""

from __future__ import annotations

import json

import jsonschema
import pytest

from gonogo.cli.report import to_json
from gonogo.model.board import Board, Row
from gonogo.model.board_schema import get_schema
from gonogo.model.verdict import Verdict

COMMANDS = (
    ("invoke", "status", "--json"),
    ("invoke", "changelog", "--json"),
    ("invoke", "bump", "--part", "minor", "--json"),
    ("invoke", "bump", "--part", "banana", "--json"),
    ("invoke", "inspect", "--files", "README.md", "--json"),
    ("invoke", "doctor", "--json"),
    ("nox", "-s", "rules", "--", "--json"),
    ("nox", "-s", "build", "--", "--json"),
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_board_has_the_form_that_its_schema_says(command, sample):
    done = sample.run(*command)
    board = json.loads(done.stdout)
    jsonschema.validate(board, get_schema(), cls=jsonschema.Draft202012Validator)
    assert board["rows"]
    assert command[0] == "nox" or board["exit_status"] == done.returncode


@pytest.mark.parametrize("key", [*get_schema()["properties"]])
def test_a_board_that_lacks_a_key_or_has_another_is_not_valid(key):
    board = json.loads(to_json(Board("status", (Row("land", Verdict.GO),))))
    lacking = {name: value for name, value in board.items() if name != key}
    for wrong in (lacking, {**board, f"{key}s": 1}, {**board, key: None}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, get_schema(), cls=jsonschema.Draft202012Validator)
