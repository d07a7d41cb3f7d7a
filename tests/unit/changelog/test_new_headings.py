"""What is written into a changelog has the form of what is there: headings, rules, rulers, links, and plain text."""

# ruff: noqa: E501 (samples of changelogs)

from __future__ import annotations

import pytest
from tests.samples.changelogs import NEW, OLD, promoted

from gonogo.changelog.release import (
    HeadingUnclear,
    NoHeadings,
    NotesOfAnother,
)
from gonogo.model.errors import GonogoError

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
