"""The README's picture of a release is that of a project with the settings that it has unasked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gonogo.commands import bump
from gonogo.commands import release as whole
from gonogo.index import reading
from gonogo.model.index import Index
from gonogo.model.settings import Settings
from gonogo.release import planner
from gonogo.release.survey import survey

README = Path(__file__).parents[3] / "README.md"
pytestmark = pytest.mark.skipif(not README.is_file(), reason="the tests stand outside of the repository")


def picture() -> list[str]:
    return README.read_text(encoding="utf-8").split("```")[1].splitlines()


def test_its_last_line_is_what_comes_after_such_a_release() -> None:
    assert picture()[-1] == f"GO  next: {bump.after_all(Settings())}"


def test_the_index_was_asked_whether_the_version_is_free(sample, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "PublicIndex", lambda name: Index(name, "", ""))
    monkeypatch.setattr(reading, "files", lambda *_: ())
    project = survey(sample.folder)
    plan = replace(planner.of_head(project), new="1.1.0")
    row = whole.version_is_free(plan, replace(project, settings=Settings()))
    (line,) = (line for line in picture() if whole.FREE in line)
    assert line.endswith(f"s  {row.note}")
