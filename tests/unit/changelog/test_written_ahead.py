"""Notes under the heading of one version are for the releases that lead to it, and for no other."""

from datetime import date

import pytest

from gonogo.changelog import by_hand
from gonogo.changelog.document import Document
from gonogo.changelog.release import NotesOfAnother, Release

OLD = "## 1.0.0 (2026-01-02)\n\n- first\n"


def promoted(text: str, version: str) -> str:
    """Return a changelog after the release that follows 1.0.0."""
    release = Release(version, date(2026, 11, 23), "demo", "1.0.0")
    return by_hand.promoted(Document(text, "CHANGELOG.md"), release)


@pytest.mark.parametrize(
    ("current", "new", "notes"),
    [
        ("0.17.0rc2", "0.17.0", True),
        ("0.17.0rc2", "0.17.0rc3", True),
        ("0.17.0rc2", "0.18.0", False),
        ("0.18.0", "0.19.0", False),
        ("0.18.0", "", False),
        ("0.17.0rc2", "", True),
        ("", "", True),
    ],
)
def test_the_notes_of_pre_releases_are_for_no_release_but_their_own(tmp_path, current, new, notes) -> None:
    head = "# Changelog\n\nAs on https://keepachangelog.com.\n\n## [Unreleased]\n\n"
    released = "".join(f"## [{one}] - 2026-01-01\n\n- Of {one}.\n\n" for one in ("0.17.0rc2", "0.17.0rc1", "0.16.0"))
    (tmp_path / "CHANGELOG.md").write_text(head + released)
    assert bool(by_hand.pending(tmp_path, "CHANGELOG.md", current, new)) is notes


def test_a_pre_release_takes_the_section_of_its_final_release() -> None:
    early = promoted(f"# C\n\n## v1.1\n\n- second\n\n{OLD}", "1.1.0rc1")
    assert early == f"# C\n\n## v1.1.0rc1 (2026-11-23)\n\n- second\n\n{OLD}"
    assert promoted(early, "1.1.0") == early.replace("rc1", "")


@pytest.mark.parametrize(("written", "named"), [("v2.0", "2.0.0"), ("v2.0.0", "2.0.0")])
def test_a_version_that_notes_wait_for_is_named_with_all_its_numbers(written: str, named: str) -> None:
    """A release of what is named has as many numbers as the others."""
    with pytest.raises(NotesOfAnother) as found:
        promoted(f"# C\n\n## {written} (2026-11-20)\n\n- second\n\n{OLD}", "1.1.0")
    assert found.value.hint.endswith(f"--to {named}")
