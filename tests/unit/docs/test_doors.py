"""Every door stands in the guide, and the guide tells of no door that is not there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gonogo.cli import sessions, tasks
from gonogo.cli.options import SWITCHES, VALUES

ROOT = Path(__file__).parents[3]
GUIDE = (ROOT / "PUBLISHING.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
SESSIONS = [one.name for one in sessions.doors()]
TASKS = [one.name for one in tasks.doors()]


def test_there_are_doors_to_examine():
    assert {"build", "tests", "check", "publish", "verify", "release", "rehearse"} <= set(SESSIONS)
    assert {"bump", "news", "changelog", "status", "release", "push", "resume", "undo", "init", "doctor"} <= set(TASKS)


@pytest.mark.parametrize("name", SESSIONS)
def test_a_session_stands_in_the_reference(name):
    section = GUIDE.partition("## Reference: sessions")[2].partition("\n## ")[0]
    assert re.search(rf"^(\||###).*`(nox -s )?{name}\b", section, re.MULTILINE)


@pytest.mark.parametrize("name", TASKS)
def test_a_task_and_its_flags_stand_in_the_reference(name):
    section = GUIDE.partition("## Reference: tasks")[2].partition("\n## ")[0]
    assert re.search(rf"^(\||###).*`(invoke |gonogo )?{name}\b", section, re.MULTILINE)
    (door,) = (one for one in tasks.doors() if one.name == name)
    flags = [word.strip("_").replace("_", "-") for word in list(door.task().argspec(door.task().body).parameters)[1:]]
    missing = [flag for flag in flags if flag != "json" and f"--{flag}" not in section and flag != "files"]
    assert missing == []


@pytest.mark.parametrize("option", [*VALUES, *SWITCHES])
def test_an_option_of_the_sessions_stands_in_the_guide(option):
    assert f"`{option}" in GUIDE


@pytest.mark.parametrize("text", [GUIDE, README], ids=["PUBLISHING.md", "README.md"])
def test_no_document_tells_of_a_door_that_is_not_there(text):
    own = {"bench", "crash", "lint", "types", "floors", "docs", "layouts", "lock"}
    code = "\n".join(re.findall(r"`[^`\n]+`", text) + text.split("```")[1::2])
    code = code.replace("nox -s gonogo-", "nox -s ")  # as it is spelt with a prefix
    named = {word for line in re.findall(r"nox -s ((?:[a-z]+ ?)+)", code) for word in line.split()}
    assert named <= {*SESSIONS, *own}, "no such session"
    assert set(re.findall(r"(?:invoke|gonogo) ([a-z]+)(?= -|`|$)", code, re.MULTILINE)) <= {*TASKS}, "no such task"


@pytest.mark.parametrize("last", ["tests", "release"])
def test_the_readme_has_one_line_that_does_all_from_a_fresh_clone(last):
    fenced = README.split("```")[1::2]
    lines = [line for block in fenced for line in block.splitlines() if line.endswith(f"nox -s {last}")]
    assert len(lines) == 1
    assert lines[0].startswith("python3 -m venv .venv && ")
