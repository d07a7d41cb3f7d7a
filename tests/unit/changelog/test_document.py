"""The changelog is a document: what a parser calls a heading is one, and what is written keeps the file's form."""

# ruff: noqa: E501 (samples of changelogs)

from __future__ import annotations

from datetime import date

import pytest

from gonogo.changelog import by_hand
from gonogo.changelog.document import Document
from gonogo.changelog.release import (
    DateUnclear,
    HeadingMisplaced,
    HeadingUnclear,
    NoHeadings,
    NotesOfAnother,
    Release,
    TwoOpen,
)
from gonogo.model.errors import GonogoError

DAY = date(2026, 11, 23)
OLD = "## 1.0.0 (2026-01-02)\n\n- first\n"
NEW = "## 1.1.0 (2026-11-23)\n"


def promoted(text: str, path: str = "CHANGELOG.md", version: str = "1.1.0") -> str:
    return by_hand.promoted(Document(text, path), Release(version, DAY, "demo", "1.0.0"))


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


FORMS = {
    "setext": ("Unreleased\n----------\n\n", "1.0.0 / 2026-01-02\n------------------\n\n", "1.1.0 / 2026-11-23\n------------------\n\n"),
    "tight": ("## Unreleased\n", "## 1.0.0\n", "## 1.1.0\n"),
    "tabs and closing marks": ("##\tUnreleased ##\n\n", "##\t1.0.0 ##\n\n", "##\t1.1.0 ##\n\n"),
    "emoji": ("## \U0001f6a7 Unreleased\n\n", "## \U0001f389 v1.0.0 \u2014 2026-01-02\n\n", "## \U0001f389 v1.1.0 \u2014 2026-11-23\n\n"),
    "html": ("<h2>Unreleased</h2>\n\n", "<h2>1.0.0 (2026-01-02)</h2>\n\n", "<h2>1.1.0 (2026-11-23)</h2>\n\n"),
    "anchor": ("## Next\n\n", '<a id="1.0.0"></a>\n\n## 1.0.0\n\n', '<a id="1.1.0"></a>\n\n## 1.1.0\n\n'),
    "label of MyST": ("## Next\n\n", "(v1-0-0)=\n## 1.0.0\n\n", "(v1-1-0)=\n## 1.1.0\n\n"),
    "folded": ("## Next\n\n", "<details>\n<summary>Older</summary>\n\n## 1.0.0\n\n", "## 1.1.0\n\n"),
    "label of mkdocs": (
        "## Next\n\n",
        "## [1.0.0](https://d.invalid/v1.0.0) - 2026-01-02 ## {: #demo-v1.0.0 }\n\n",
        "## [1.1.0](https://d.invalid/v1.1.0) - 2026-11-23 ## {: #demo-v1.1.0 }\n\n",
    ),
    "code name": ("## Next\n\n", '## 1.0.0 "Bar" (2026-01-02)\n\n', "## 1.1.0 (2026-11-23)\n\n"),
    "version in code": ("## Next\n\n", "## `1.0.0` (2026-01-02)\n\n", "## `1.1.0` (2026-11-23)\n\n"),
    "date first": ("## Next\n\n", "## 2026-01-02 - 1.0.0\n\n", "## 2026-11-23 - 1.1.0\n\n"),
}  # fmt: skip


@pytest.mark.parametrize(("waiting", "old", "new"), FORMS.values(), ids=FORMS)
def test_a_new_heading_has_the_form_of_the_others(waiting: str, old: str, new: str) -> None:
    """Kind: heading form, anchors and blank lines are those of the file; only the heading is added."""
    gap = "\n" if waiting.endswith("\n\n") else ""
    text = promoted(f"# Changelog\n\n{waiting}- second\n{gap}{old}- first\n")
    assert text == f"# Changelog\n\n{waiting}{new}- second\n{gap}{old}- first\n"


@pytest.mark.parametrize("rule", ["---", "***", "___", "* * *"])
def test_a_rule_between_sections_is_kept_and_repeated(rule: str) -> None:
    """Kind: rulers of any character are what the parser says."""
    gap = f"\n\n{rule}\n\n"
    text = promoted(f"# C\n\n## Unreleased\n\n- second{gap}{OLD.strip()}{gap}## 0.9.0 (2025-01-02)\n\n- zero\n")
    assert text == f"# C\n\n## Unreleased{gap}{NEW}\n- second{gap}{OLD.strip()}{gap}## 0.9.0 (2025-01-02)\n\n- zero\n"


@pytest.mark.parametrize("mark", list("=-~^\"'*+#`.:_<"))
def test_the_ruler_follows_its_title(mark: str) -> None:
    """Kind: a heading that changes its length takes its ruler with it, and nothing else changes."""
    rest = f"\n\n- second\n\n1.0.0 (2026-01-02)\n{mark * 18}\n\n- first\n"
    text = f"8.0.0 (IN DEVELOPMENT)\n{mark * 22}{rest}"
    assert promoted(text, "CHANGES.rst", "8.0.0") == f"8.0.0 (2026-11-23)\n{mark * 18}{rest}"


def test_rulers_above_and_below_keep_their_length() -> None:
    """Sister: rulers of one length for all titles stay so."""
    old = f"{'*' * 30}\n1.0.0 (2026-01-02)\n{'*' * 30}\n\n- first\n"
    text = promoted(f"{'#' * 30}\nC\n{'#' * 30}\n\n{'*' * 30}\nUnreleased\n{'*' * 30}\n\n- second\n\n{old}", "c.rst")
    assert f"Unreleased\n{'*' * 30}\n\n{'*' * 30}\n1.1.0 (2026-11-23)\n{'*' * 30}\n\n- second\n\n{old}" in text


def test_labels_of_restructuredtext_stay_with_their_section() -> None:
    text = promoted("Unreleased\n----------\n\n- second\n\n.. _v1-0-0:\n\n1.0.0\n-----\n\n- first\n", "CHANGES.rst")
    new = ".. _v1-1-0:\n\n1.1.0\n-----\n\n- second\n\n.. _v1-0-0:\n\n1.0.0\n-----\n\n- first\n"
    assert text == f"Unreleased\n----------\n\n{new}"


def test_the_newest_may_stand_last() -> None:
    """Kind: newest last: the release comes behind the others, and Unreleased stays the last."""
    old = "# C\n\n## 0.9.0 (2025-01-02)\n\n- zero\n\n## 1.0.0 (2026-01-02)\n\n- first\n\n"
    assert promoted(f"{old}## Unreleased\n\n- second\n") == f"{old}{NEW}\n- second\n\n## Unreleased\n"
    assert promoted(old) == f"{old}{NEW}\nNo significant changes.\n"


UNHEADED = {
    "a list": "- second\n\n",
    "a list under an introduction": "All changes.\n\n- second\n\n",
    "parts": "### Fixed\n\n- second\n\n",
}


@pytest.mark.parametrize("notes", UNHEADED.values(), ids=UNHEADED)
def test_notes_without_a_heading_get_one(notes: str) -> None:
    """Kind: notes above the first version are notes, with a heading or without."""
    text = promoted(f"# C\n\n{notes}{OLD}")
    first = notes.index("###" if "###" in notes else "-")
    assert text == f"# C\n\n{notes[:first]}{NEW}\n{notes[first:]}{OLD}"


def test_a_list_of_links_is_no_note() -> None:
    """Sister: the introduction of Keep a Changelog, a table of contents."""
    for intro in ("- [SemVer](https://semver.org)\n", "* [1.0.0](#100)\n"):
        assert "No significant changes." in promoted(f"# C\n\n{intro}\n{OLD}")


def test_a_heading_that_says_neither_version_nor_open_is_named() -> None:
    with pytest.raises(HeadingUnclear, match="line 3: the heading 'Stuff'"):
        promoted(f"# C\n\n## Stuff\n\n- second\n\n{OLD}")


def test_a_section_written_ahead_is_taken_or_named() -> None:
    """Kind: a section that is written ahead is the release's, or the release is refused for it."""
    assert promoted(f"# C\n\n## 1.1.0\n\n- second\n\n{OLD}") == f"# C\n\n{NEW}\n- second\n\n{OLD}"
    dated = f"# C\n\n## 1.1.0 (2026-11-20)\n\n- second\n\n{OLD}"
    assert promoted(dated) == dated
    with pytest.raises(NotesOfAnother, match=r"2\.0\.0"):
        promoted(f"# C\n\n## 2.0.0 (2026-11-20)\n\n- second\n\n{OLD}")


WAITING = [
    "Unreleased", "[Unreleased]", "UNRELEASED", "Unreleased - YYYY-MM-DD", "Unreleased changes since 1.0.0", "Latest Changes",
    "Next release", "vNext", "x.y.z", "Changes in main", "Not yet released", "In development", "dev", "HEAD", "TBD", "Upcoming",
    "\U0001f6a7 Unreleased \U0001f6a7", "What's next", "{{ version }}", "Work in progress", ":construction: Unreleased",
    "\u672a\u53d1\u5e03", "**Unreleased**", "Recent changes",
]  # fmt: skip


@pytest.mark.parametrize("title", WAITING)
def test_an_open_section_may_be_called_in_many_words(title: str) -> None:
    assert promoted(f"# C\n\n## {title}\n\n- second\n\n{OLD}") == f"# C\n\n## {title}\n\n{NEW}\n- second\n\n{OLD}"


PLAIN = {
    "versions alone": ("Unreleased\n - second\n\n1.0.0, 2026-01-02\n - first\n", "Unreleased\n\n1.1.0, 2026-11-23\n - second\n\n1.0.0, 2026-01-02\n - first\n"),
    "with a word": ("Version 1.1.0 (TBD)\n  * second\n\nVersion 1.0.0 (2026-01-02)\n  * first\n", "Version 1.1.0 (2026-11-23)\n  * second\n\nVersion 1.0.0 (2026-01-02)\n  * first\n"),
    "in marks": ("= 1.1.0 (unreleased) =\n\n* second\n\n= 1.0.0 (2026-01-02) =\n\n* first\n", "= 1.1.0 (2026-11-23) =\n\n* second\n\n= 1.0.0 (2026-01-02) =\n\n* first\n"),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after"), PLAIN.values(), ids=PLAIN)
def test_plain_text_is_read_too(before: str, after: str) -> None:
    """Kind: a file in neither form, whose lines say version and date."""
    assert promoted(before, "CHANGES") == after


REFERENCES = {
    "compared": ("[unreleased]: https://x.example/compare/v1.0.0...main\n[v1.0.0]: https://x.example/releases/tag/v1.0.0\n", "[unreleased]: https://x.example/compare/v1.1.0...main\n[v1.1.0]: https://x.example/compare/v1.0.0...v1.1.0\n"),
    "tags alone": ("[v1.0.0]: <https://x.example/releases/tag/v1.0.0> 'x'\n", "[v1.1.0]: <https://x.example/releases/tag/v1.1.0> 'x'\n"),
    "in code": ("[v1.0.0]: https://x.example/v1.0.0\n\n```\n[Unreleased]: https://x.example/compare/v1.0.0...main\n```\n", "[v1.1.0]: https://x.example/v1.1.0\n"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new"), REFERENCES.values(), ids=REFERENCES)
def test_definitions_of_links_follow(old: str, new: str) -> None:
    """Kind: the definition that a new heading refers to is written like those of the others."""
    text = promoted(f"# C\n\n## [Unreleased]\n\n- second\n\n## [v1.0.0] - 2026-01-02\n\n- first\n\n{old}")
    assert "\n## [v1.1.0] - 2026-11-23\n\n- second\n" in text
    assert f"- first\n\n{new}" in text
    assert text.count("```") == old.count("```")


def test_targets_of_restructuredtext_follow() -> None:
    """Sister: a heading that is a reference in reStructuredText."""
    old = "`1.0.0`_\n--------\n\n- first\n\n.. _1.0.0: https://x.example/compare/v0.9.0...v1.0.0\n"
    text = promoted(f"Unreleased\n----------\n\n- second\n\n{old}", "CHANGES.rst")
    assert "\n`1.1.0`_\n--------\n\n- second\n" in text
    assert "\n.. _1.1.0: https://x.example/compare/v1.0.0...v1.1.0\n.. _1.0.0: " in text


def test_a_section_about_another_version_is_no_release() -> None:
    text = f"# C\n\n## Unreleased\n\n### Python 3.13\n\n- second\n\n### Django 5.0\n\n- third\n\n{OLD}"
    assert promoted(text) == text.replace("## Unreleased\n", f"## Unreleased\n\n{NEW}")


@pytest.mark.parametrize(
    "text", ["#" * 5000, "[" * 5000, "> " * 2000 + "x", "- " * 2000 + "x", "1." * 5000, "(" * 5000]
)
def test_hostile_text_is_read_in_bounded_time(text: str) -> None:
    for path in ("CHANGELOG.md", "CHANGES.rst", "CHANGES"):
        try:
            promoted(f"# C\n\n## Unreleased\n\n- {text}\n\n{text}\n\n{OLD}", path)
        except GonogoError:
            continue


def test_versions_in_a_table_are_refused() -> None:
    """Sister: no heading is put into a file that has none."""
    with pytest.raises(NoHeadings):
        promoted("# C\n\n| 1.1.0 | TBD |\n| 1.0.0 | 2026-01-02 |\n")


def test_a_mark_of_one_release_is_not_given_to_the_next() -> None:
    text = promoted(
        f"# C\n\n## Unreleased\n\n- second\n\n## [1.0.0] - 2026-01-02 [YANKED]\n\n- first\n\n{OLD.replace('1.0', '0.9')}"
    )
    assert "\n## [1.1.0] - 2026-11-23\n" in text


@pytest.mark.parametrize("words", ["Changes in v", "New in version ", "Release notes for demo "])
def test_words_before_a_version_are_kept(words: str) -> None:
    text = f"# C\n\n## Changes since 1.0.0\n\n- second\n\n## {words}1.0.0 (2026-01-02)\n\n- first\n"
    assert promoted(text) == text.replace("\n\n- second", f"\n\n## {words}1.1.0 (2026-11-23)\n\n- second")
