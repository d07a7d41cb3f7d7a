"""What `bump` does with changelogs that are kept in ways of their own, on real repositories."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gonogo.changelog.release import NothingNew, TwoOpen
from gonogo.model.errors import Status
from gonogo.release import planner
from gonogo.release.planner import Request
from gonogo.release.survey import survey
from gonogo.version.pep440 import VersionDoesNotGrow

OLD = "## 1.0.0 (2026-01-02)\n\n- First.\n"
Store = Callable[..., None]


@pytest.fixture
def kept(sample) -> Store:
    """Let the sample keep its changelog by hand, in one file."""

    def keep(text: str, name: str = "CHANGELOG.md") -> None:
        sample.git("rm", "-qr", "--ignore-unmatch", "changelog.d", "CHANGELOG.md")
        pyproject = (sample.folder / "pyproject.toml").read_text()
        sample.write("pyproject.toml", pyproject.partition("[tool.towncrier]")[0])
        sample.commit(name, text)

    return keep


FILES = {
    "a comment": ("CHANGELOG.md", f"# C\n\n<!--\n## Unreleased\n- x\n-->\n\n## Unreleased\n\n- Second.\n\n{OLD}"),
    "windows": ("CHANGELOG.md", f"\ufeff# C\n\n## 1.1.0 (TBD)\n\n- Second.\n\n{OLD}".replace("\n", "\r\n")),
    "no heading": (
        "CHANGES.rst",
        "Changes\n=======\n\n* Second.\n\n1.0.0 (2026-01-02)\n------------------\n\n* First.\n",
    ),
    "documentation": ("docs/en/docs/release-notes.md", f"# Notes\n\n## Latest Changes\n\n- Second.\n\n{OLD}"),
    "plain": ("NEWS", "Unreleased\n - Second.\n\n1.0.0, 2026-01-02\n - First.\n"),
}


@pytest.mark.parametrize(("name", "text"), FILES.values(), ids=FILES)
def test_the_notes_are_under_the_released_version(name: str, text: str, sample, kept: Store) -> None:
    """Kind: an open section, in whatever form, becomes the release's; every other line stays."""
    kept(text, name)
    assert sample.bump().exit_status is Status.GO
    after = (sample.folder / name).read_bytes().decode()
    assert after.index("1.1.0") < after.index("Second.") < after.index("1.0.0") < after.index("First.")
    assert {line for line in text.split("\n") if "TBD" not in line} <= set(after.split("\n"))
    assert "Second." in sample.git("show", "v1.1.0:" + name)


def test_two_open_sections_change_nothing(sample, kept: Store) -> None:
    kept(f"# C\n\n## Unreleased\n\n- Second.\n\n## Unreleased\n\n- Third.\n\n{OLD}")
    before = sample.snapshot()
    with pytest.raises(TwoOpen):
        sample.bump()
    assert sample.snapshot() == before


def test_a_template_in_a_comment_is_no_note(sample, kept: Store) -> None:
    kept(f"# C\n\n## Unreleased\n\n<!-- - your note -->\n\n{OLD}")
    with pytest.raises(NothingNew):
        sample.bump()


def test_a_version_set_ahead_is_released_as_head_is(sample, kept: Store) -> None:
    """Kind: a version in the files above the newest tag is released without another number."""
    sample.git("tag", "-a", "v1.0.0", "-m", "v1.0.0")
    kept(f"# C\n\n## 2.0.0\n\n- Second.\n\n{OLD}")
    sample.commit("pyproject.toml", (sample.folder / "pyproject.toml").read_text().replace('"1.0.0"', '"2.0.0"'))
    sample.commit("src/later.py", "x = 1\n")
    head = sample.git("rev-parse", "HEAD")
    assert "--to 2.0.0" in planner.passed_over(survey(sample.folder), Request(part="minor"))
    assert sample.bump(part="", to="2.0.0").exit_status is Status.GO
    sample.git("merge-base", "--is-ancestor", head, "v2.0.0")
    assert "## 2.0.0 (20" in (sample.folder / "CHANGELOG.md").read_text()
    sample.git("push", "-q", "--follow-tags")
    with pytest.raises(VersionDoesNotGrow):
        sample.bump(part="", to="2.0.0")


def test_a_release_takes_over_its_pre_releases_at_any_level(sample) -> None:
    """Kind: headings of towncrier stand one level above the older ones; each note is in the final section once."""
    sample.write("pyproject.toml", (sample.folder / "pyproject.toml").read_text().replace("title_format", "#"))
    sample.commit(
        "CHANGELOG.md", f"# C\n\n<!-- towncrier release notes start -->\n\n{OLD}\n### Python 3.9\n\n- Gone.\n"
    )
    for number, words in enumerate(({"pre": "a"}, {"part": "pre", "pre": "b"}, {"part": "pre", "pre": "rc"}), 2):
        sample.commit(f"changelog.d/{number}.feature.md", f"Thing {number}.\n")
        assert sample.bump(**words).exit_status is Status.GO
        sample.git("push", "-q", "--follow-tags")
    assert sample.bump(part="final").exit_status is Status.GO
    text = (sample.folder / "CHANGELOG.md").read_text()
    assert [text.count(f"Thing {number}.") for number in (2, 3, 4)] == [1, 1, 1]
    assert not any(f"1.1.0{stage}" in text for stage in ("a1", "b1", "rc1"))
    assert text.endswith(f"{OLD}\n### Python 3.9\n\n- Gone.\n")
