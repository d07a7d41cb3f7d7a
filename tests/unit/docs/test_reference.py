"""The reference is made from the code: every command, option, setting, check, rule, layout and error is in it."""

from __future__ import annotations

import pkgutil
import re
from dataclasses import fields
from pathlib import Path

import pytest

import gonogo.checks
import gonogo.project.layouts
from gonogo.cli import sessions, tasks
from gonogo.cli.options import OPTIONS
from gonogo.model.errors import Status
from gonogo.model.settings import Settings
from gonogo.pypi_rules import book

ROOT = Path(__file__).parents[3]
PAGES = sorted((ROOT / "docs" / "reference").glob("*.md"))
TARGET = re.compile(r"^\(([\w-]+)\)=$", re.MULTILINE)


def headings(text: str) -> set[str]:
    return set(re.findall(r"^#+ `([^`]+)`$", text, re.MULTILINE))


def section(text: str, heading: str) -> str:
    return text.partition(f"\n## `{heading}`\n")[2].partition("\n## ")[0]


def test_every_part_that_is_made_from_the_code_stands_on_one_page(built):
    from from_code import PLACE, pages

    named = [name for page in PAGES for name in PLACE.findall(page.read_text(encoding="utf-8"))]
    assert sorted(named) == sorted(pages.PAGES)


def test_a_page_that_asks_for_something_unknown_is_an_error(built):
    import from_code

    with pytest.raises(KeyError, match="recipes"):
        from_code.fill(f"# Recipes\n\n<!-- from the code: recipes -->\n{from_code.SENTENCE}\n")


def test_a_page_says_in_the_repository_alone_how_it_is_built(built):
    import from_code

    text = Path("docs/reference/settings.md").read_text(encoding="utf-8")
    assert text.count("<!-- from the code: ") == text.count(from_code.SENTENCE) == 2
    assert "made from the code" not in from_code.fill(text)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_id_on_a_page_is_there_once(page, built):
    targets = TARGET.findall(built(f"docs/reference/{page.name}"))
    assert len(targets) == len(set(targets))


@pytest.mark.parametrize("one", list(sessions.all_sessions()), ids=lambda one: one.name)
def test_a_session_is_described_with_its_options(one, built):
    text = section(built("docs/reference/sessions.md"), f"nox -s {one.name}")
    assert one.help in text
    assert [word for word, option in OPTIONS.items() if one.name in option.sessions and f"`{word}" not in text] == []


def test_every_option_of_a_session_has_a_meaning_and_a_session_that_is_there():
    known = {one.name for one in sessions.all_sessions()}
    assert [word for word, option in OPTIONS.items() if not option.meaning or not set(option.sessions) <= known] == []
    assert all(option.sessions for option in OPTIONS.values())


@pytest.mark.parametrize("one", list(tasks.all_tasks()), ids=lambda one: one.name)
def test_a_task_is_described_and_each_of_its_flags_has_a_meaning(one, built):
    text = section(built("docs/reference/tasks.md"), f"invoke {one.name}")
    assert (one.function.__doc__ or "").splitlines()[0] in text.replace("\\", "")
    flags = {word.strip("_").replace("_", "-") for word in one.task().argspec(one.task().body).parameters}
    rows = dict(re.findall(r"^\| `--([\w-]+)[^`]*` \| (.*) \|$", text, re.MULTILINE))
    assert set(rows) == flags
    assert [flag for flag, meaning in rows.items() if not meaning.strip()] == []


def test_every_setting_is_described(built):
    text = built("docs/reference/settings.md")
    assert headings(text) == {field.name.replace("_", "-") for field in fields(Settings)}
    assert not re.search(r"^:Default: *$", text, re.MULTILINE)


def test_every_check_is_described(built):
    names = {found.name for found in pkgutil.iter_modules(gonogo.checks.__path__)} - {"reader"}
    assert headings(built("docs/reference/checks.md")) == names


def test_every_rule_of_the_index_is_described_with_its_fix_and_its_source(built):
    text = built("docs/reference/index-rules.md")
    assert headings(text) == {rule.code for rule in book.rules()}
    assert not re.search(r"^:(Answer|Fix|Source): *$", text, re.MULTILINE)


def test_every_layout_is_described(built):
    text = built("docs/reference/layouts.md")
    names = set(gonogo.project.layouts.names())
    assert set(re.findall(r"^\| `(\w+)` \| .+ \|$", text, re.MULTILINE)) == names


def test_every_exit_status_is_described(built):
    text = built("docs/reference/exit-statuses.md")
    assert set(re.findall(r"^\| (\d) \| [A-Z-]+ \| \w.+\. \|$", text, re.MULTILINE)) == {
        str(int(one)) for one in Status
    }


def test_every_error_with_a_golden_text_is_described(built):
    golden = (ROOT / "tests" / "golden" / "errors.txt").read_text(encoding="utf-8")
    codes = set(re.findall(r"^([a-z0-9-]+) \([A-Z_]+\)$", golden, re.MULTILINE))
    assert headings(built("docs/reference/errors.md")) == codes


def test_one_file_of_the_documentation_imports_gonogo():
    files = (ROOT / "docs").rglob("*.py")
    importing = {
        path.name for path in files if re.search(r"^\s*(from|import) gonogo", path.read_text("utf-8"), re.MULTILINE)
    }
    assert importing == {"registries.py"}
