"""What is read from tags is shown; where they are not here, or two readings fit, the user is asked once.

The kind: absent is not «no», and a guess is never silent.
"""

from __future__ import annotations

import subprocess
from datetime import date

import pytest

from gonogo.commands import bump, status
from gonogo.model.errors import Status
from gonogo.model.verdict import Verdict
from gonogo.release import guards
from gonogo.release.planner import Request
from gonogo.release.runner import Silence
from gonogo.version.calver import SchemeUnclear


def clone_without_tags(sample, *tags: str):
    for tag in tags:
        sample.git("tag", "-a", "-m", "x", tag)
    sample.git("push", "-q", "--tags")
    sample.commit("more.txt", "more\n")
    sample.git("push", "-q")
    folder = sample.folder.parent / "clone"
    subprocess.run(["git", "clone", "-q", "--no-tags", str(sample.remote), str(folder)], check=True)
    return folder


@pytest.mark.parametrize("tag", ["rel-1.0.0", "v1.0.0", "demo-sample/1.0.0"])
def test_a_clone_without_tags_asks_the_remote_and_releases_nothing_by_a_guess(sample, tag):
    folder = clone_without_tags(sample, tag, "nightly")
    with pytest.raises(guards.TagsNotFetched) as caught:
        bump.bump(folder, Request(part="minor"), date(2026, 11, 23), Silence())
    assert tag in caught.value.sentence
    board = status.board(folder)
    assert board.verdict is Verdict.UNKNOWN
    subprocess.run(caught.value.hint.removeprefix("type: ").split(), cwd=folder, check=True, capture_output=True)
    assert bump.bump(folder, Request(part="minor"), date(2026, 11, 23), Silence()).exit_status is Status.GO


def test_tags_that_name_no_version_are_no_reason_to_stop(sample):
    folder = clone_without_tags(sample, "nightly")
    assert bump.bump(folder, Request(part="minor"), date(2026, 11, 23), Silence()).exit_status is Status.GO


@pytest.mark.parametrize(("name", "tag"), [("Demo-Sample", "demo-sample-1.0.0"), ("demo-sample", "DEMO-SAMPLE-1.0.0")])
def test_a_tag_that_spells_the_name_in_another_case_is_followed_and_the_board_says_so(sample, name, tag):
    text = (sample.folder / "pyproject.toml").read_text()
    sample.commit("pyproject.toml", text.replace('name = "demo-sample"', f'name = "{name}"') + "# x\n")
    sample.git("tag", "-a", "-m", "x", tag)
    sample.commit("more.txt", "more\n")
    sample.git("push", "-q", "--follow-tags")
    board = sample.bump()
    assert sample.git("tag", "--points-at", "HEAD") == tag.replace("1.0.0", "1.1.0")
    assert [row.note for row in board.rows if row.name == "concluded"]


def test_a_short_year_that_few_tags_explain_is_asked_about_once(sample):
    text = (sample.folder / "pyproject.toml").read_text()
    sample.commit("pyproject.toml", text.replace('version = "1.0.0"', 'version = "25.3.0"'))
    sample.git("push", "-q")
    with pytest.raises(SchemeUnclear) as caught:
        sample.bump()
    assert "26.11.0 by YY.MM.MICRO" in caught.value.sentence
    sample.settings("""
        [tool.gonogo]
        scheme = "YY.MM.MICRO"
        """)
    assert sample.bump().exit_status is Status.GO
    assert sample.git("tag") == "v26.11.0"
