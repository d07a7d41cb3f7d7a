"""Tag styles, as the tags of real repositories show them."""

from __future__ import annotations

import pytest

from gonogo.git.tags import APART, doubt, infer, version_in

MANY = (
    "client-6.0.5",
    "client-7.0.2",
    "common-4.1.0",
    "common-4.1.1",
    "server-6.19.1",
    "web-5.0.1",
    "2.5.3",
    "2.5.4",
)


@pytest.mark.parametrize(
    ("tags", "name", "template"),
    [
        ((), "demo", "v{version}"),
        (("v1.0.0", "v1.1.0"), "demo", "v{version}"),
        (("8.1.7", "8.2.0", "8.1.x", "latest"), "click", "{version}"),
        (("v14.3.2", "v14.3.3", "v.14.0.1"), "rich", "v{version}"),
        (
            ("0.6.3", "18.7", "20.0", "v54.1.3", "v84.0.0", *(f"v80.{n}.0" for n in range(9))),
            "setuptools",
            "v{version}",
        ),
        (("release-1.0", "release-1.1"), "demo", "release-{version}"),
        (("demo-1.0.0", "demo-1.1.0"), "demo", "{name}-{version}"),
        (("demo/v1.0.0", "other/v2.0.0"), "demo", "{name}/v{version}"),
        (MANY, "devpi-server", "server-{version}"),
        (MANY, "devpi-common", "common-{version}"),
        (MANY, "devpi-debugging", "{name}-{version}"),
        (("nightly-20260101.1", "v1.0"), "demo", "v{version}"),
        (("ver-0.9.0", "ver-1.0.0"), "demo", "ver-{version}"),
        (("Stable_0.9", "Stable_1.0", "latest"), "demo", "Stable_{version}"),
        (("nightly-2026.1.1", "nightly-2026.1.2"), "demo", "v{version}"),
        (("ver-1.0.0-20260102", "ver-0.9.0-20250102"), "demo", "v{version}"),
        (("v0_9_0", "v1_0_0"), "demo", "v{version}"),
        (
            ("--upload-pack=x", "v1.1.0 ", "v1.1.0\u202e", "v" + "1." * 200 + "0", "refs/tags/v1"),
            "demo",
            "v{version}",
        ),
    ],
)
def test_the_template_follows_the_tags(tags: tuple[str, ...], name: str, template: str) -> None:
    assert infer(tags, name) == template


def test_several_packages_are_not_taken_for_one_with_an_unusual_prefix() -> None:
    assert infer(("ver-0.9.0", "ver-1.0.0"), "demo", APART) == APART


@pytest.mark.parametrize("tags", [("v0_9_0", "v1_0_0"), ("ver-1.0.0-20260102",), ("other-1.0.0",)])
def test_tags_that_are_not_read_are_named(tags: tuple[str, ...]) -> None:
    """The kind: a guess is shown; nothing is concluded from tags in a form that is not known, and that is said."""
    assert doubt(tags, "v{version}", "demo") == f"no tag is spelt so yet, {tags[-1]} neither"


def test_a_date_behind_a_version_is_none_of_it() -> None:
    assert version_in("v1.0.0-20260102", "v{version}", "demo") == ""
    assert version_in("v1.0.0-1", "v{version}", "demo") == "1.0.0.post1"
    assert version_in("release-20260102", "release-{version}", "demo") == "20260102"


def test_tags_of_another_use_are_no_doubt() -> None:
    assert doubt(("latest", "v1.0.0"), "v{version}", "demo") == doubt(("latest",), "v{version}", "demo") == ""
