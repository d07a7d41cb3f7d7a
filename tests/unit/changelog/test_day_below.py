"""A day that stands alone under the heading of the newest release stands there in the next one too."""

from datetime import date

import pytest

from gonogo.changelog import by_hand, opening
from gonogo.changelog.document import Document
from gonogo.changelog.release import Release

OLD = "1.0.0\n-----\n\n{day}\n\n* first\n"


def promoted(text: str, version: str, day: int = 23) -> str:
    release = Release(version, date(2026, 11, day), "demo", "1.0.0")
    return by_hand.promoted(Document(text, "CHANGELOG.rst"), release, opening.titled)


@pytest.mark.parametrize(
    ("then", "now"),
    [("*2026-09-16*", "*2026-11-23*"), ("Released on Sep 3, 2026.", "Released on Nov 23, 2026.")],
)
@pytest.mark.parametrize("opened", ["Unreleased\n----------\n", "1.1.0\n-----\n"])
def test_the_next_release_gets_its_day_there(then: str, now: str, opened: str) -> None:
    old = OLD.format(day=then)
    assert promoted(f"{opened}\n* second\n\n{old}", "1.1.0") == f"1.1.0\n-----\n\n{now}\n\n* second\n\n{old}"


def test_a_text_that_names_a_day_is_no_such_line() -> None:
    old = OLD.format(day="Works until 2026-12-31 only.")
    assert promoted(f"1.1.0\n-----\n\n* second\n\n{old}", "1.1.0") == f"1.1.0\n-----\n\n* second\n\n{old}"


def test_a_final_release_has_one_day_and_the_notes_of_its_pre_releases() -> None:
    old = OLD.format(day="*2026-09-16*")
    first = promoted(f"Unreleased\n----------\n\n* second\n\n{old}", "1.1.0rc1", 20)
    more = promoted(f"Unreleased\n----------\n\n* third\n\n{first}", "1.1.0rc2", 21)
    final = promoted(more, "1.1.0", 22)
    assert final.count("*2026-11-22*") == 1
    assert "*2026-11-2" not in final.replace("*2026-11-22*", "")
    assert "* second" in final
    assert "* third" in final
