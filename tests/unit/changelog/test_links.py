"""Links of a release that takes over the notes of its pre-releases: they compare from the release before them."""

from datetime import date

import pytest

from gonogo.changelog.by_hand import promoted
from gonogo.changelog.document import Document
from gonogo.changelog.release import Release

SITE = "https://x.example/compare"
DEFINED = f"""\
# Changelog

## [Unreleased]

- New.

## [0.16.0] - 2026-01-01

- Old.

[Unreleased]: {SITE}/0.16.0...HEAD
[0.16.0]: {SITE}/0.15.0...0.16.0
"""
IN_HEADINGS = f"""\
# Changelog

## [Unreleased]({SITE}/v0.16.0...HEAD)

- New.

## [0.16.0]({SITE}/v0.15.0...v0.16.0) - 2026-01-01

- Old.
"""
SEVERAL_SECTIONS = f"""\
# Changelog

## [0.17.0rc2]({SITE}/v0.17.0rc1...v0.17.0rc2) - 2026-02-02

- New.

## [0.17.0rc1]({SITE}/v0.16.0...v0.17.0rc1) - 2026-01-02

- First.

## [0.16.0]({SITE}/v0.15.0...v0.16.0) - 2026-01-01

- Old.
"""
STEPS = ("0.17.0rc1", "0.17.0rc2", "0.17.0")


def released(text: str, *versions: str, before: str = "0.16.0") -> str:
    """Return a changelog after some releases, the first of which follows the one before."""
    for old, new in zip((before, *versions), versions, strict=False):
        text = promoted(Document(text, "CHANGELOG.md"), Release(new, date(2026, 11, 28), "demo", old))
    return text


def test_a_final_release_has_one_definition_and_its_pre_releases_none() -> None:
    assert released(DEFINED, *STEPS).endswith(
        f"[Unreleased]: {SITE}/0.17.0...HEAD\n[0.17.0]: {SITE}/0.16.0...0.17.0\n[0.16.0]: {SITE}/0.15.0...0.16.0\n"
    )


def test_a_definition_that_compares_no_tags_is_taken_over_too() -> None:
    text = DEFINED.partition("[Unreleased]: ")[0] + "[0.16.0]: https://x.example/tag/v0.16.0\n"
    found = released(text, *STEPS).partition("- Old.\n\n")[2]
    assert found == "[0.17.0]: https://x.example/tag/v0.17.0\n[0.16.0]: https://x.example/tag/v0.16.0\n"


def test_a_definition_that_a_text_refers_to_stays() -> None:
    text = released(DEFINED, *STEPS[:1]).replace("- New.", "- New, since [0.17.0rc1].")
    found = released(text, STEPS[2], before=STEPS[0])
    assert f"[0.17.0rc1]: {SITE}/0.16.0...0.17.0rc1\n" in found


@pytest.mark.parametrize("text", [IN_HEADINGS, SEVERAL_SECTIONS], ids=["one open", "several pre-releases"])
def test_the_link_in_a_heading_compares_from_the_release_before(text: str) -> None:
    found = released(text, *(STEPS if text == IN_HEADINGS else STEPS[2:]))
    assert f"## [0.17.0]({SITE}/v0.16.0...v0.17.0) - 2026-11-28\n" in found
    assert "rc" not in found
