"""Which branches are lines of maintenance of a version."""

from __future__ import annotations

import pytest

from gonogo.version.pep440 import is_line


@pytest.mark.parametrize(
    "branch",
    ["1.2.x", "1.x", "v1.2.x", "V1.x", "1.2", "stable/1.2", "release-1.2", "maint/1.2.x", "releases/v1", "1.2.4"],
)
def test_a_branch_named_after_the_version_is_its_line(branch: str) -> None:
    assert is_line(branch, "1.2.4")
    assert is_line(branch, "2!1.2.4")


@pytest.mark.parametrize(
    "branch", ["main", "1.3.x", "2.x", "1", "fix-1", "fix/1.2", "feature-1.2.x", "1.2.4.1", "12.x", "stable", "v", ""]
)
def test_any_other_branch_is_none(branch: str) -> None:
    assert not is_line(branch, "1.2.4")
