"""A waiver names a check, or it is refused: a misspelt one would waive nothing, and nobody would see it."""

from __future__ import annotations

import pytest

from gonogo.checks import all_checks, names
from gonogo.release import check
from gonogo.release.check import UnknownWaiver, require_known


def test_every_check_and_what_else_can_be_waived_is_known():
    assert names() == tuple(one.name for one in all_checks())
    require_known([*names(), "tests", "forge_settings"])
    require_known({})


def test_an_unknown_name_is_reported_with_the_near_miss():
    with pytest.raises(UnknownWaiver) as caught:
        require_known({"work_tree_clean": "seen", "index_rule_hold": "a typo"})
    assert caught.value.fields["names"] == "index_rule_hold"
    assert "did you mean index_rules_hold?" in caught.value.hint


def test_a_name_like_no_other_has_no_near_miss():
    with pytest.raises(UnknownWaiver) as caught:
        require_known({"zzz": "why"})
    assert "did you mean" not in caught.value.hint


def test_no_check_runs_under_a_waiver_that_names_none():
    with pytest.raises(UnknownWaiver):
        check.rows((), None, {"zzz": "why"})
