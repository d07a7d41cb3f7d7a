"""A note that says that all is well is beside no finding that blocks."""

from __future__ import annotations

from gonogo.model.verdict import Finding, claiming


def test_a_claim_is_not_beside_what_contradicts_it():
    assert claiming(2, (), "2 files passed").note == "2 files passed"
    assert claiming(2, [Finding("advice", "small", blocking=False)], "2 files passed").note == "2 files passed"
    assert claiming(2, [Finding("bad", "line 4")], "2 files passed").note == ""
    assert claiming(0, (), "0 files passed").note == ""
