from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from gonogo import changelog
from gonogo.changelog import by_hand, document
from gonogo.changelog.release import Release

Tree = Callable[[dict[str, str | bytes]], Path]
DAY = date(2026, 11, 23)

# The shapes of click, requests, pre-commit, zest.releaser's users, and others.
SHAPES = {
    "a line under the heading": (
        "# Changes\n\n## Version 8.5.0\n\nUnreleased\n\n-   New. {pr}`1`\n\n## Version 8.4.1\n\nReleased 2026-01-01\n\n-   Old.\n",  # noqa: E501 (a sample)
        "8.5.0",
        "# Changes\n\n## Version 8.5.0\n\nReleased 2026-11-23\n\n-   New. {pr}`1`\n\n## Version 8.4.1\n\nReleased 2026-01-01\n\n-   Old.\n",  # noqa: E501 (a sample)
    ),
    "another version than was foreseen": (
        "## Version 8.5.0\n\nUnreleased\n\n- New.\n\n## Version 8.4.1\n\nReleased 2026-01-01\n\n- Old.\n",
        "9.0.0",
        "## Version 9.0.0\n\nReleased 2026-11-23\n\n- New.\n\n## Version 8.4.1\n\nReleased 2026-01-01\n\n- Old.\n",
    ),
    "a dev section with a placeholder": (
        (
            "Release History\n===============\n\ndev\n---\n\n- \\[Short description of non-trivial change.\\]\n\n- New.\n\n"  # noqa: E501 (a sample)
            "2.34.2 (2026-05-14)\n-------------------\n\n- Old.\n"
        ),
        "2.35.0",
        (
            "Release History\n===============\n\ndev\n---\n\n- \\[Short description of non-trivial change.\\]\n\n"
            "2.35.0 (2026-11-23)\n-------------------\n\n- New.\n\n2.34.2 (2026-05-14)\n-------------------\n\n- Old.\n"
        ),
    ),
    "unreleased in brackets behind the version": (
        "Changelog\n=========\n\n1.3.0 (unreleased)\n------------------\n\n- New.\n\n\n1.2.3 (2026-01-01)\n------------------\n\n- Old.\n",  # noqa: E501 (a sample)
        "1.3.0",
        "Changelog\n=========\n\n1.3.0 (2026-11-23)\n------------------\n\n- New.\n\n\n1.2.3 (2026-01-01)\n------------------\n\n- Old.\n",  # noqa: E501 (a sample)
    ),
    "written and dated already": (
        "4.7.0 - 2026-11-20\n==================\n\n### Features\n- New.\n\n4.6.2 - 2026-01-01\n==================\n\n- Old.\n",  # noqa: E501 (a sample)
        "4.7.0",
        "4.7.0 - 2026-11-20\n==================\n\n### Features\n- New.\n\n4.6.2 - 2026-01-01\n==================\n\n- Old.\n",  # noqa: E501 (a sample)
    ),
    "months in words": (
        "## Unreleased\n\n- New.\n\n## v1.2 (May 2, 2026)\n\n- Old.\n",
        "1.3",
        "## Unreleased\n\n## v1.3 (November 23, 2026)\n\n- New.\n\n## v1.2 (May 2, 2026)\n\n- Old.\n",
    ),
    "headings between two lines": (
        "=======\nHistory\n=======\n\n**********\nUnreleased\n**********\n\n- New.\n\n*****\n1.2.3\n*****\n\n- Old.\n",
        "1.3.0",
        "=======\nHistory\n=======\n\n**********\nUnreleased\n**********\n\n*****\n1.3.0\n*****\n\n- New.\n\n*****\n1.2.3\n*****\n\n- Old.\n",  # noqa: E501 (a sample)
    ),
    "days as they are spoken": (
        "## [UNRELEASED]\n\n- New.\n\n## 0.28.1 (6th December, 2024)\n\n- Old.\n",
        "0.29.0",
        "## [UNRELEASED]\n\n## 0.29.0 (23rd November, 2026)\n\n- New.\n\n## 0.28.1 (6th December, 2024)\n\n- Old.\n",
    ),
    "headings in bold type": (
        "History\n=======\n\n**UNRELEASED**\n\n- New.\n\n**4.14.2**\n\n- Old.\n",
        "4.15.0",
        "History\n=======\n\n**UNRELEASED**\n\n**4.15.0**\n\n- New.\n\n**4.14.2**\n\n- Old.\n",
    ),
    "headings in bold type with a date": (
        "**UNRELEASED**\n\n- New.\n\n**4.14.2** (2026-05-01)\n\n- Old.\n\n**4.14.1** (2026-01-01)\n\n- Older.\n",
        "4.15.0",
        "**UNRELEASED**\n\n**4.15.0** (2026-11-23)\n\n- New.\n\n**4.14.2** (2026-05-01)\n\n- Old.\n\n**4.14.1** (2026-01-01)\n\n- Older.\n",  # noqa: E501 (a sample)
    ),
    "links in the headings that compare tags": (
        "## [Unreleased](https://x.example/compare/v26.1.0...HEAD)\n\n- New.\n\n## [26.1.0](https://x.example/compare/v25.1.0...v26.1.0) - 2026-07-13\n\n- Old.\n",  # noqa: E501 (a sample)
        "26.2.0",
        "## [Unreleased](https://x.example/compare/v26.2.0...HEAD)\n\n## [26.2.0](https://x.example/compare/v26.1.0...v26.2.0) - 2026-11-23\n\n- New.\n\n## [26.1.0](https://x.example/compare/v25.1.0...v26.1.0) - 2026-07-13\n\n- Old.\n",  # noqa: E501 (a sample)
    ),
    "a calendar version": (
        "## Unreleased\n\n- New.\n\n## 2026.10.1\n\n- Old.\n",
        "2026.11.0",
        "## Unreleased\n\n## 2026.11.0\n\n- New.\n\n## 2026.10.1\n\n- Old.\n",
    ),
}


@pytest.mark.parametrize(("before", "version", "after"), SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_waiting_section_becomes_the_release(
    before: str, version: str, after: str, newline: str, tree: Tree
) -> None:
    root = tree({"CHANGES.md": before.replace("\n", newline)})
    release = Release(version, DAY, "demo")
    assert by_hand.pending(root, "CHANGES.md") or before == after
    preview = by_hand.preview(root, release, "CHANGES.md")
    by_hand.write(root, release, "CHANGES.md")
    assert (root / "CHANGES.md").read_bytes().decode() == after.replace("\n", newline)
    notes = by_hand.section(root, version, "CHANGES.md")
    assert "New." in notes
    assert "Old." not in notes
    assert notes in preview


@pytest.mark.parametrize("path", ["CHANGELOG.md", "CHANGES.rst", "CHANGES"])
def test_the_first_release_has_the_notes_under_its_open_heading(path: str, tree: Tree) -> None:
    """Kind: a heading is one heading; no release is there yet, and a note holds a number like a version's."""
    heading = "## Unreleased\n" if path == "CHANGELOG.md" else "Unreleased\n----------\n"
    root = tree({path: f"{heading}\n- Runs on Python 3.10.\n"})
    assert by_hand.pending(root, path, "0.1.0") == (path,)
    by_hand.write(root, Release("0.1.0", DAY, "demo"), path)
    assert by_hand.section(root, "0.1.0", path) == "- Runs on Python 3.10."


@pytest.mark.parametrize("mark", ["#", "*", "="])
def test_a_section_between_any_marks_of_restructured_text_is_found(mark: str) -> None:
    text = f"{mark * 12}\n 1.6.0 (day)\n{mark * 12}\n\n- New.\n\n{mark * 12}\n 1.5.0 (day)\n{mark * 12}\n\n- Old.\n"
    assert document.cut(text, "CHANGELOG.rst", "1.6.0") == "- New."


@pytest.mark.parametrize(
    "text",
    [
        "dev\n---\n\n- \\[Short description.\\]\n\n1.0\n---\n\n- Old.\n",
        "## Unreleased\n\n- Nothing yet.\n",
        "# Changes\n",
    ],
)
def test_a_section_of_placeholders_has_no_notes(text: str, tree: Tree) -> None:
    assert by_hand.pending(tree({"HISTORY.md": text}), "HISTORY.md") == ()


def test_a_section_written_ahead_waits_for_its_release(tree: Tree) -> None:
    root = tree({"CHANGELOG.md": SHAPES["written and dated already"][0]})
    assert by_hand.pending(root, "CHANGELOG.md", "4.6.2") == ("CHANGELOG.md",)
    assert by_hand.pending(root, "CHANGELOG.md", "4.7.0") == ()


def test_the_section_of_the_next_version_without_notes_is_none(tree: Tree) -> None:
    root = tree({"CHANGELOG.md": "# C\n\n## 4.7 (unreleased)\n\n## 4.6 (2026-01-01)\n\n- Old.\n"})
    assert by_hand.pending(root, "CHANGELOG.md", "4.7.dev0") == ()


def test_a_release_without_notes_gets_a_section_that_says_so(tree: Tree) -> None:
    old = "4.6.2 - 2026-01-01\n==================\n\n- Old.\n"
    root = tree({"CHANGELOG.md": old})
    assert by_hand.pending(root, "CHANGELOG.md", "4.6.2") == ()
    by_hand.write(root, Release("4.7.0", DAY), "CHANGELOG.md")
    new = "4.7.0 - 2026-11-23\n==================\n\nNo significant changes.\n\n"
    assert (root / "CHANGELOG.md").read_text() == new + old


KEPT = """# Changelog

The format is based on [Keep a Changelog](https://keepachangelog.com/en/1.1.0/).

## [Unreleased]

### Added

- New.

### Fixed

- Mended.

## [1.2.3] - 2026-01-01

### Added

- Old.

[Unreleased]: https://example.org/demo/compare/v1.2.3...HEAD
[1.2.3]: https://example.org/demo/releases/tag/v1.2.3
"""
PROMOTED = """# Changelog

The format is based on [Keep a Changelog](https://keepachangelog.com/en/1.1.0/).

## [Unreleased]

## [1.3.0] - 2026-11-23

### Added

- New.

### Fixed

- Mended.

## [1.2.3] - 2026-01-01

### Added

- Old.

[Unreleased]: https://example.org/demo/compare/v1.3.0...HEAD
[1.3.0]: https://example.org/demo/compare/v1.2.3...v1.3.0
[1.2.3]: https://example.org/demo/releases/tag/v1.2.3
"""


def test_unreleased_is_promoted_and_the_links_follow(tree: Tree) -> None:
    root = tree({"CHANGELOG.md": KEPT})
    by_hand.write(root, Release("1.3.0", DAY), "CHANGELOG.md")
    assert (root / "CHANGELOG.md").read_text() == PROMOTED
    assert changelog.section(root, "1.3.0") == "### Added\n\n- New.\n\n### Fixed\n\n- Mended."
    assert changelog.section(root, "1.2.3") == "### Added\n\n- Old."
    assert changelog.section(root, "1.2") == ""


def test_a_preview_of_the_promoted_section_changes_nothing(tree: Tree) -> None:
    root = tree({"CHANGELOG.md": KEPT})
    assert by_hand.preview(root, Release("1.3.0", DAY), "CHANGELOG.md").startswith("## [1.3.0] - 2026-11-23\n")
    assert (root / "CHANGELOG.md").read_text() == KEPT


def test_notes_of_pre_releases_are_gathered_once_into_the_final(tree: Tree) -> None:
    root = tree({"CHANGELOG.md": KEPT})
    by_hand.write(root, Release("1.3.0rc1", DAY), "CHANGELOG.md")
    assert by_hand.pending(root, "CHANGELOG.md")
    text = (root / "CHANGELOG.md").read_text()
    (root / "CHANGELOG.md").write_text(text.replace("## [Unreleased]\n", "## [Unreleased]\n\n### Fixed\n\n- Late.\n"))
    by_hand.write(root, Release("1.3.0rc2", DAY), "CHANGELOG.md")
    by_hand.write(root, Release("1.3.0", DAY), "CHANGELOG.md")
    text = (root / "CHANGELOG.md").read_text()
    assert [text.count(f"- {note}.") for note in ("New", "Mended", "Late", "Old")] == [1, 1, 1, 1]
    assert [text.count(heading) for heading in ("## [1.3.0]", "## [1.3.0rc", "### Fixed")] == [1, 0, 1]


def test_the_first_release_gets_the_usual_heading(tree: Tree) -> None:
    root = tree({"CHANGELOG.md": "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- First.\n"})
    by_hand.write(root, Release("0.1.0", DAY), "CHANGELOG.md")
    assert (
        "## [Unreleased]\n\n## [0.1.0] - 2026-11-23\n\n### Added\n\n- First.\n" in (root / "CHANGELOG.md").read_text()
    )


def test_without_a_reference_for_unreleased_the_last_version_is_followed(tree: Tree) -> None:
    link = "[1.2.3]: https://example.org/compare/v1.2.2...v1.2.3\n"
    root = tree({"CHANGELOG.md": KEPT.partition("[Unreleased]: ")[0] + link})
    by_hand.write(root, Release("1.3.0", DAY), "CHANGELOG.md")
    wanted = "\n[1.3.0]: https://example.org/compare/v1.2.3...v1.3.0\n" + link
    assert (root / "CHANGELOG.md").read_text().endswith(wanted)


@pytest.mark.parametrize(
    "name",
    ["a line under the heading", "a dev section with a placeholder", "unreleased in brackets behind the version"],
)
def test_pre_releases_end_in_the_section_that_the_release_alone_would_have_had(name: str, tree: Tree) -> None:
    before, version, after = SHAPES[name]
    root = tree({"CHANGES.md": before})
    for step in (f"{version}a1", f"{version}rc1", f"{version}rc2", version):
        assert by_hand.pending(root, "CHANGES.md", "")
        by_hand.write(root, Release(step, DAY), "CHANGES.md")
        assert by_hand.section(root, step, "CHANGES.md").count("New.") == 1
    assert (root / "CHANGES.md").read_text() == after


def test_notes_that_came_after_a_pre_release_join_its_own(tree: Tree) -> None:
    before, version, _ = SHAPES["a line under the heading"]
    root = tree({"CHANGES.md": before})
    by_hand.write(root, Release("8.5.0rc1", DAY), "CHANGES.md")
    text = (root / "CHANGES.md").read_text()
    late = f"## Version {version}\n\nUnreleased\n\n-   Late.\n\n## Version 8.5.0rc1"
    (root / "CHANGES.md").write_text(text.replace("## Version 8.5.0rc1", late))
    by_hand.write(root, Release(version, DAY), "CHANGES.md")
    text = (root / "CHANGES.md").read_text()
    assert [text.count(word) for word in ("-   Late.", "-   New.", "rc1", "Released 2026-11-23", "Unreleased")] == [
        1,
        1,
        0,
        1,
        0,
    ]
    assert text.index("Late.") < text.index("New.") < text.index("Old.")
