"""Each rule is silent on a sound artifact and speaks on one with the fault it is about."""

import pytest
from samples_case import is_silent, speaks

from gonogo.pypi_rules.book import rules


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_a_rule_is_silent_on_a_sound_artifact(rule, cases, tmp_path):
    case = cases[rule.code]
    assert is_silent(rule, case, case.good(tmp_path)) == []


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_a_rule_speaks_on_its_fault(rule, cases, tmp_path):
    case = cases[rule.code]
    found = speaks(rule, case, case.bad(tmp_path))
    assert found
    assert all(fault.message for fault in found)
