"""Options of a session: the words after `--`."""

from __future__ import annotations

import pytest

from gonogo.cli.options import OptionNeedsValue, Options, UnknownOption, help_text, parse
from gonogo.cli.program import flagged


def test_without_words_the_embedded_index_is_the_target():
    assert parse("release", []) == Options(to="rehearsal")


def test_values_stand_behind_a_space_or_an_equals_sign():
    assert parse("check", ["--to", "pypi", "--tag=v1.0"]) == Options(to="pypi", tag="v1.0")


def test_an_empty_tag_is_none():
    assert parse("check", ["--tag", "", "--to", "testpypi"]).tag == ""


def test_further_words_go_to_the_test_runner_and_to_no_other():
    assert parse("tests", ["-k", "this", "--fresh"]).more == ("-k", "this")
    with pytest.raises(UnknownOption, match="no option -k"):
        parse("check", ["-k", "this"])


def test_an_option_that_no_session_of_the_run_takes_is_refused():
    assert parse("build", ["--to", "pypi"], ("build", "check")).to == "pypi"
    with pytest.raises(UnknownOption) as caught:
        parse("rehearse", ["--into", "folder"], ("rehearse",))
    assert "--into" not in caught.value.hint
    assert "--part" in caught.value.hint


def test_a_near_miss_is_reported():
    with pytest.raises(UnknownOption) as caught:
        parse("check", ["--frsh"])
    assert "did you mean --fresh?" in caught.value.hint


def test_help_has_the_options_of_the_session_and_no_other():
    shown = help_text("rehearse")
    assert shown.startswith("Usage: nox -s rehearse -- [OPTIONS]")
    assert "  --part PART\n      the part of the version" in shown
    assert "--wheels" not in shown


def test_a_missing_value_is_reported():
    with pytest.raises(OptionNeedsValue):
        parse("check", ["--to"])


def test_plain_words_after_inspect_are_its_files():
    assert flagged(["inspect", "a.whl", "b.tar.gz", "--for", "uv", "--json"]) == [
        "inspect",
        "--files",
        "a.whl",
        "--files",
        "b.tar.gz",
        "--for",
        "uv",
        "--json",
    ]
    assert flagged(["bump", "--part", "minor"]) == ["bump", "--part", "minor"]
