"""A requirement that excludes a version is raised by the least change of its text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.requirements import Requirement

from gonogo.version import bounds

RAISED = [
    ("core<2", "2.0.0", "core<3"),
    ("core>=1.0,<2.0", "2.4.1", "core>=1.0,<3.0"),
    ("core >= 1.2, < 1.3", "1.3.0", "core >= 1.2, < 1.4"),
    ("core<=1.2", "1.3.0", "core<=1.3.0"),
    ("core==1.2.0", "1.3.0", "core==1.3.0"),
    ("core==1.2.0", "2.0.0rc1", "core==2.0.0rc1"),
    ("core==1.2.*", "1.3.0", "core==1.3.*"),
    ("core~=1.2", "2.0.0", "core~=2.0"),
    ("core~=1.2.3", "1.3.0", "core~=1.3.0"),
    ("core[fast]<2; python_version < '4'", "2.0", "core[fast]<3; python_version < '4'"),
    ("core>=1,<1!2", "1!2.1", "core>=1,<1!3"),
]


@pytest.mark.parametrize(("old", "version", "new"), RAISED)
def test_only_the_bound_that_excludes_moves(old, version, new):
    assert not bounds.admits(old, version)
    assert bounds.raised(old, version) == new


@pytest.mark.parametrize(("requirement", "version"), [("core!=2.0", "2.0"), ("core>=3", "2.0"), ("core>2,<3", "1.0")])
def test_what_no_new_bound_admits_is_refused(requirement, version):
    with pytest.raises(bounds.CannotBeRaised):
        bounds.raised(requirement, version)


numbers = st.lists(st.integers(0, 30), min_size=1, max_size=3).map(lambda found: ".".join(map(str, found)))


@given(numbers, numbers, st.sampled_from(["<", "<=", "==", "~="]))
def test_a_raised_requirement_admits_the_version_and_is_stable(bound, version, operator):
    if operator == "~=" and "." not in bound:
        bound += ".0"
    requirement = f"core{operator}{bound}"
    try:
        raised = bounds.raised(requirement, version)
    except bounds.CannotBeRaised:
        assert operator != "<="
        return
    assert Requirement(raised).specifier.contains(version)
    assert bounds.raised(raised, version) == raised


def test_one_version_alone_is_exact():
    assert bounds.is_exact("core==1.2.0")
    assert not bounds.is_exact("core==1.2.*")
    assert not bounds.is_exact("core~=1.2")
