"""The changelog is a document: what a parser calls a heading is one, and what is written keeps the file's form."""

# ruff: noqa: E501 (samples of changelogs)

from __future__ import annotations

import pytest
from tests.samples.changelogs import NEW, OLD, promoted

from gonogo.changelog.release import (
    DateUnclear,
    HeadingMisplaced,
    TwoOpen,
)


def test_what_is_no_heading_for_the_parser_is_none() -> None:
    """Kind: comments, code, quotations and front matter hold no sections."""
    for hidden in (
        "<!--\n## [Unreleased]\n\n- template\n-->\n",
        "```md\n## Unreleased\n\n- example\n```\n",
        "~~~\n## 1.1.0 (unreleased)\n~~~\n",
        "    ## Unreleased\n",
        "> ## Unreleased\n>\n> - quoted\n",
        "- an entry:\n\n  ## Unreleased\n",
    ):
        text = f"# Changelog\n\n{hidden}\n## Unreleased\n\n- second\n\n{OLD}"
        assert promoted(text) == text.replace("\n## Unreleased\n\n- second", f"\n## Unreleased\n\n{NEW}\n- second")
    front = f"---\ntitle: x\n# Unreleased\n---\n\n# Notes\n\n## Unreleased\n\n- second\n\n{OLD}"
    assert promoted(front) == front.replace("\n- second", f"\n{NEW}\n- second")


def test_what_is_no_title_for_docutils_is_none() -> None:
    """Kind: the same in reStructuredText: comments, literal blocks, directives, quotations."""
    for hidden in (
        "..\n   Unreleased\n   ----------\n",
        "Example::\n\n   Unreleased\n   ----------\n",
        ".. note::\n\n   Unreleased\n   ----------\n",
    ):
        text = f"Changelog\n=========\n\n{hidden}\n1.1.0 (TBD)\n-----------\n\n- second\n\n1.0.0 (2026-01-02)\n------------------\n"
        new = promoted(text, "CHANGES.rst")
        assert new == text.replace("1.1.0 (TBD)\n-----------", "1.1.0 (2026-11-23)\n------------------")


MARKS = [
    "(YYYY-MM-DD)", "(yyyy/mm/dd)", "(DD.MM.YYYY)", "(xx.xx.2026)", "(2026-??-??)", "(20XX-XX-XX)", "(2026-00-00)",
    "(2026-13-45)", "(31 February 2026)", "(9999-12-31)", "(2026-11)", "(TBA)", "(TBD)", "(t.b.d.)", "TBD", "- unreleased",
    "_unreleased_", "[not yet released]", "(in progress)", "(IN DEVELOPMENT)", "(in the works)", "(upcoming)", "(WIP)",
    "(to be announced)", "\u2014 release date pending", "(<date>)", "({{ date }})", "(date of release)", "(Q4 2026)",
    "(November ??, 2026)", "(unreleased, planned 2026-12-01)", ": unreleased", "(unver\u00f6ffentlicht)", "(draft)", "",
]  # fmt: skip


@pytest.mark.parametrize("mark", MARKS)
def test_a_place_kept_for_a_date_is_dated(mark: str) -> None:
    """Kind: a place kept for the date, however spelt, gets the date in the form of the other headings."""
    text = f"# Changelog\n\n## 1.1.0 {mark}".rstrip() + f"\n\n- second\n\n{OLD}"
    assert promoted(text) == f"# Changelog\n\n{NEW}\n- second\n\n{OLD}"


@pytest.mark.parametrize("words", ["(soonish)", "(Codename Foo)", "- The Big One", "(-)"])
def test_what_is_no_date_is_not_taken_for_one(words: str) -> None:
    """Kind: words that are neither a date nor a known place for one are not overwritten, and do not go out."""
    with pytest.raises(DateUnclear, match="line 3"):
        promoted(f"# Changelog\n\n## 1.1.0 {words}\n\n- second\n\n{OLD}")


LINES = {
    "_Release date: TBD_": "_Release date: 2026-01-02_",
    "Release date: YYYY-MM-DD": "Release date: 2026-01-02",
    "Unreleased": "Released 2026-01-02",
    "*Expected in spring*": "*January 2, 2026*",
}


@pytest.mark.parametrize(("line", "like"), LINES.items())
def test_the_line_under_a_heading_is_dated_like_the_others(line: str, like: str) -> None:
    """Sister: the place for the date stands on a line of its own."""
    new = promoted(f"# C\n\n## 1.1.0\n\n{line}\n\n- second\n\n## 1.0.0\n\n{like}\n\n- first\n")
    dated = like.replace("2026-01-02", "2026-11-23").replace("January 2", "November 23")
    assert new == f"# C\n\n## 1.1.0\n\n{dated}\n\n- second\n\n## 1.0.0\n\n{like}\n\n- first\n"


OTHER_FORMS = {
    "2 January 2026": "23 November 2026",
    "2nd of January 2026": "23rd of November 2026",
    "Jan. 2, 2026": "Nov. 23, 2026",
    "Fri, 2 Jan 2026": "Mon, 23 Nov 2026",
    "02.01.2026": "23.11.2026",
    "25/12/2025": "23/11/2026",
    "12/25/2025": "11/23/2026",
    "2026/01/02": "2026/11/23",
    "20260102": "20261123",
    "January 2026": "November 2026",
    "2026-01": "2026-11",
    "02-Jan-2026": "23-Nov-2026",
}


@pytest.mark.parametrize(("old", "new"), OTHER_FORMS.items())
def test_a_date_is_written_in_the_form_of_the_others(old: str, new: str) -> None:
    """Kind: the date form of the file is kept."""
    text = promoted(f"# C\n\n## Unreleased\n\n- second\n\n## 1.0.0 - {old}\n\n- first\n")
    assert f"\n## 1.1.0 - {new}\n\n- second" in text


@pytest.mark.parametrize("date_", ["02/01/2026", "2026 week 3", "1. M\u00e4rz 2026"])
def test_a_date_in_a_form_that_is_not_known_is_refused(date_: str) -> None:
    """Sister: nothing is inserted in a form that the file is not written in."""
    with pytest.raises(DateUnclear):
        promoted(f"# C\n\n## Unreleased\n\n- second\n\n## 1.0.0 ({date_})\n\n- first\n")


TWO = {
    "after a merge": "## [Unreleased]\n\n- second\n\n## [Unreleased]\n\n- third\n\n" + OLD,
    "below a release": "## Unreleased\n\n- second\n\n" + OLD + "\n## Unreleased\n\n- third\n",
    "two versions": "## 1.2.0 - TBD\n\n- third\n\n## 1.1.0 (unreleased)\n\n- second\n\n" + OLD,
    "beside a version": "## Unreleased\n\n- third\n\n## 1.1.0 (unreleased)\n\n- second\n\n" + OLD,
    "beside a version that is dated": "## Unreleased\n\n- third\n\n## 1.1.0 (2026-11-20)\n\n- second\n\n" + OLD,
    "other words": "## Latest changes\n\n- third\n\n## Upcoming\n\n- second\n\n" + OLD,
}


@pytest.mark.parametrize("text", TWO.values(), ids=TWO)
def test_two_open_sections_are_an_error_that_names_both(text: str) -> None:
    """Kind: no note stays behind without a word."""
    with pytest.raises(TwoOpen, match=r"line \d.* and .*line \d"):
        promoted(f"# Changelog\n\n{text}")


def test_an_empty_open_section_beside_a_version_is_no_second_one() -> None:
    text = f"# Changelog\n\n## Unreleased\n\n## 1.1.0 (unreleased)\n\n- second\n\n{OLD}"
    assert promoted(text) == text.replace("1.1.0 (unreleased)", "1.1.0 (2026-11-23)")


def test_a_version_that_was_never_released_is_not_open() -> None:
    old = f"{OLD}\n## 0.9.0 (unreleased)\n\n- zero\n"
    assert promoted(f"# C\n\n## Unreleased\n\n- second\n\n{old}") == f"# C\n\n## Unreleased\n\n{NEW}\n- second\n\n{old}"


def test_a_part_of_an_old_release_at_the_rank_of_releases_is_not_open() -> None:
    old = f"{OLD}\n## 0.9.0 (2025-01-01)\n\n## New features\n\n- zero\n"
    assert promoted(f"# C\n\n## 1.1.0 (unreleased)\n\n- second\n\n{old}") == f"# C\n\n{NEW}\n- second\n\n{old}"


def test_an_open_section_among_the_releases_is_refused() -> None:
    with pytest.raises(HeadingMisplaced, match="line 7"):
        promoted(f"# C\n\n{OLD}\n## Unreleased\n\n- second\n\n## 0.9.0 (2025-01-01)\n\n- zero\n")
