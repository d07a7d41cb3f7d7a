"""A changelog that is a list, an entry for each version, is written on in that form; an entry without one is named.

The kind: the changelog is a document, and nothing is inserted in a form that the file is not written in.
"""

from __future__ import annotations

from datetime import date

import pytest

from gonogo.changelog import by_hand, opening
from gonogo.changelog.document import Document, cut
from gonogo.changelog.release import EntryUnclear, NoHeadings, Release, TwoOpen

DAY = date(2026, 11, 23)
OLD = "- 1.0.0: First.\n  More of it.\n- 0.9:   Zero.\n"
FORMS = {
    "a colon": (OLD, "- {}: "),
    "a dash": ("* 1.0.0 - First.\n* 0.9.0 - Zero.\n", "* {} - "),
    "bold": ("- **1.0.0**: First.\n\n- **0.9.0**: Zero.\n", "- **{}**: "),
    "on its own line": ("- 1.0.0:\n  First.\n- 0.9.0:\n  Zero.\n", "- {}:\n  "),
    "with dates": ("- 1.0.0 (2026-01-02): First.\n- 0.9.0 (2025-01-02): Zero.\n", "- {} (2026-11-23): "),
    "dated in words": ("- v1.0.0, May 1, 2026: First.\n- v0.9.0, May 1, 2025: Zero.\n", "- v{}, November 23, 2026: "),
    "alone on its line": (
        "* **1.0.0** (2026-01-02)\n    * First.\n* **0.9.0** (2025-01-02)\n    * Zero.\n",
        "* **{}** (2026-11-23)\n    ",
    ),
    "alone, and plain": ("- v1.0.0\n\n  - First.\n- v0.9.0\n\n  - Zero.\n", "- v{}\n\n  "),
    "below a title": (f"# Changes\n\nWhat changed.\n\n{OLD}", "- {}: "),
}
PATHS = ("CHANGELOG", "CHANGELOG.md", "CHANGES.txt", "CHANGES.rst")


def promoted(text: str, path: str = "CHANGELOG") -> str:
    found = Document(text, path)
    return by_hand.promoted(found, Release("1.1.0", DAY, "demo", "1.0.0"), opening.titled)


def split(form: str) -> tuple[str, str, str]:
    old, new = FORMS[form]
    at = old.partition("1.0.0")[0].rfind("\n") + 1
    return old[:at], old[at:], new.format("1.1.0")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("form", FORMS)
def test_a_release_without_notes_is_an_entry_like_the_others(form: str, path: str) -> None:
    before, entries, new = split(form)
    between = "\n\n" if form == "bold" else "\n"
    assert promoted(before + entries, path) == f"{before}{new}No significant changes.{between}{entries}"


@pytest.mark.parametrize("word", ["Unreleased", "FUTURE RELEASE", "next", "1.1.0"])
def test_an_open_entry_is_given_the_version(word: str) -> None:
    assert promoted(f"- {word}: Second.\n  And more.\n{OLD}") == f"- 1.1.0: Second.\n  And more.\n{OLD}"


def test_an_entry_that_keeps_a_place_for_its_date_is_dated() -> None:
    assert promoted(f"- 1.1.0 (unreleased): Second.\n{OLD}") == f"- 1.1.0 (2026-11-23): Second.\n{OLD}"


@pytest.mark.parametrize("form", FORMS)
def test_the_notes_of_a_version_are_those_of_its_entry(form: str) -> None:
    assert cut(FORMS[form][0], "CHANGELOG", "1.0.0").removeprefix("* ").removeprefix("- ").startswith("First.")
    assert "Zero" not in cut(FORMS[form][0], "CHANGELOG", "1.0.0")
    assert cut(OLD, "CHANGELOG", "1.0.0") == "First.\nMore of it."


def test_an_entry_without_a_version_is_named_with_how_it_would_begin(tmp_path) -> None:
    (tmp_path / "CHANGELOG").write_text(f"- A new thing.\n{OLD}")
    with pytest.raises(EntryUnclear) as met:
        by_hand.pending(tmp_path, "CHANGELOG", "1.0.0")
    assert "line 1: the entry '- A new thing.'" in met.value.sentence
    assert met.value.hint.endswith("- Unreleased:")
    (tmp_path / "CHANGELOG").write_text(f"- Unreleased: A new thing.\n{OLD}")
    assert by_hand.pending(tmp_path, "CHANGELOG", "1.0.0") == ("CHANGELOG",)


def test_two_open_entries_are_named() -> None:
    with pytest.raises(TwoOpen):
        promoted(f"- Unreleased: One.\n- 1.1.0 (unreleased): Two.\n{OLD}")


DEBIAN = "demo (1.0.0) unstable; urgency=low\n\n  * First.\n\n -- A <a@b.c>  Thu, 01 Jan 2026 00:00:00 +0000\n"
INSIDE = "What changed in 1.0.0 and before\n\n- First.\n- Zero.\n"


@pytest.mark.parametrize(
    "text", ["- 1.0.0: First.\n", "```\n- 1.0.0: a\n- 0.9.0: b\n```\n", "1.0.0: a\n\n0.9.0: b\n", DEBIAN, INSIDE]
)
def test_what_is_no_list_of_versions_is_refused(text: str) -> None:
    with pytest.raises(NoHeadings):
        promoted(text)


def test_a_list_under_a_heading_is_no_list_of_versions() -> None:
    """Sister: entries about versions of something else, in a changelog that has no release yet."""
    text = "# Changes\n\n## Unreleased\n\n- 3.8: dropped.\n- 3.14: supported.\n"
    assert Document(text, "CHANGELOG.md").releases == []


ROLES = "* :release:`1.0.0 <2026-01-02>`\n* :release:`0.9.1 <2026-01-02>`\n* :bug:`7` First.\n* :release:`0.9.0 <2025-01-02>`\n* :feature:`1` Zero.\n"  # noqa: E501 (a sample)
NONE = "* :support:`-` No significant changes.\n"
TITLE = "=========\nChangelog\n=========\n\n"


@pytest.mark.parametrize("before", ["", TITLE])
def test_entries_of_the_extension_releases_are_released_by_a_line_above_them(before: str, tmp_path) -> None:
    """Sister: the list of paramiko and Fabric, in which a release is an entry above its notes."""
    notes = "* :bug:`9` Second, which\n  is longer.\n* :support:`-` Third.\n"
    (tmp_path / "changelog.rst").write_text(before + notes + ROLES)
    assert by_hand.pending(tmp_path, "changelog.rst", "1.0.0") == ("changelog.rst",)
    new = promoted(before + notes + ROLES, "changelog.rst")
    assert new == f"{before}* :release:`1.1.0 <2026-11-23>`\n{notes}{ROLES}"
    assert cut(new, "changelog.rst", "1.1.0") == notes.strip()
    assert cut(new, "changelog.rst", "0.9.1") == "* :bug:`7` First."
    (tmp_path / "changelog.rst").write_text(before + ROLES)
    assert by_hand.pending(tmp_path, "changelog.rst", "1.0.0") == ()
    assert promoted(before + ROLES, "changelog.rst") == f"{before}* :release:`1.1.0 <2026-11-23>`\n{NONE}{ROLES}"


def test_how_notes_are_written_is_said_in_the_form_of_the_file(tmp_path) -> None:
    for text, said in (
        (OLD, "an entry that begins with Unreleased"),
        (ROLES, "above the newest"),
        ("# C\n", "a heading"),
    ):
        (tmp_path / "CHANGES").write_text(text)
        assert said in by_hand.how(tmp_path, "CHANGES")
