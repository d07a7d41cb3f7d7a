"""What the board says of red tests: which they are, and what leaves out those that cannot run here."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from gonogo.artifacts.environments import Environment
from gonogo.model.verdict import Verdict
from gonogo.project.test_setup import TestSetup
from gonogo.release import tests
from gonogo.release.red_tests import NO_TESTS
from gonogo.release.tests import row
from gonogo.system.process import Completed

SUMMARY = """\
=========================== short test summary info ============================
SKIPPED [1] tests/test_a.py:7: no network
FAILED tests/test_a.py::TestA::test_x[1 - 2] - AssertionError: 1 != 2
FAILED tests/test_a.py::TestA::test_x[3] - ...
ERROR tests/test_b.py - ImportError: no such thing
============== 1 failed, 1 error, 3 passed, 1 skipped in 0.20s ================
"""


def red(text: str, code: int = 1, tree: Path = Path("/none")):
    found = row(Completed(("pytest", "-q", "tests"), code, text, ""), "tests-3.12", 0.2, tree)
    assert found.verdict is Verdict.NO_GO
    return found.findings[0]


def test_failed_tests_are_named():
    counted = "1 failed, 1 error, 3 passed, 1 skipped in 0.20s"
    named = "tests/test_a.py::TestA::test_x[1 - 2], tests/test_a.py::TestA::test_x[3], tests/test_b.py"
    assert red(SUMMARY).what == f"the tests failed: {counted}: {named}"


def test_the_way_on_is_the_setting_that_leaves_them_out():
    setting = '["pytest", "-q", "tests", "--deselect=tests/test_b.py::test_x"]'
    assert red("FAILED tests/test_b.py::test_x - x\n").fix.endswith(f"write under [tool.gonogo]: tests = {setting}")


def test_the_file_and_line_of_the_first_failure_are_named():
    text = "E   assert False\n\ntests/test_a.py:3: AssertionError\ntests/test_b.py:9: ValueError\n1 failed\n"
    assert red(text).where == "tests/test_a.py:3"
    assert red("1 failed\n").where == "pytest"


def test_of_many_failed_tests_the_first_are_named():
    many = "".join(f"FAILED tests/test_a.py::test_{number}\n" for number in range(9))
    assert red(many).what.endswith("tests/test_a.py::test_4 and 4 more")


def test_a_module_that_is_missing_is_asked_for():
    text = "E   ModuleNotFoundError: No module named 'boto3'\n" * 2 + "ERROR tests/test_aws.py\n"
    assert "not installed: boto3; name what holds it in [tool.gonogo] test-requires" in red(text).fix


def test_a_short_summary_is_helped_by_the_heads_of_the_failures():
    text = "____ TestA.test_x[1] ____\nE  x\n___ ERROR at setup of test_y ___\n____ helper ____\n2 failed in 0.1s\n"
    assert red(text).what.endswith(": test_x, test_y")
    assert red(text).fix.endswith('["pytest", "-q", "tests", "-k", "not (test_x or test_y)"]')


def test_many_are_left_out_by_their_files():
    many = "".join(f"FAILED tests/test_{name}.py::test_{number}\n" for name in "ab" for number in range(9))
    assert red(many).fix.endswith(
        '["pytest", "-q", "tests", "--deselect=tests/test_a.py", "--deselect=tests/test_b.py"]'
    )


def setting(text: str, *words: str) -> list[str]:
    """Return the words of the setting that a fix names for tests that ran by a command."""
    found = row(Completed(("pytest", *words), 1, text, ""), "tests-3.12", 0.2, Path("/none"))
    return json.loads(found.findings[0].fix.partition("tests = ")[2])


def test_a_file_that_cannot_be_collected_is_ignored():
    """pytest collects a file before it deselects what is in it."""
    many = "".join(f"FAILED tests/test_a.py::test_{number}\n" for number in range(9))
    broken = "ERROR tests/test_b.py - ImportError: no such thing\n"
    assert setting(broken) == ["pytest", "--ignore=tests/test_b.py"]
    assert setting(broken, "tests/test_b.py", "tests/test_c.py") == [
        "pytest",
        "tests/test_c.py",
        "--ignore=tests/test_b.py",
    ]
    assert setting(broken + many) == ["pytest", "--ignore=tests/test_b.py", "--deselect=tests/test_a.py"]


def test_no_option_is_named_twice():
    """What was pasted is not repeated, whatever is still red; and of several `-k` pytest reads the last one."""
    broken = "ERROR tests/test_b.py - ImportError: no such thing\n"
    given = ("-p", "a", "-p", "b", "--ignore=noxfile.py", "--ignore=tests/test_b.py", "--ignore=noxfile.py")
    assert setting(broken, *given) == ["pytest", *given[:-1]]
    assert setting("____ test_x ____\n", "-k", "not slow", "-q") == [
        "pytest",
        "-k",
        "(not slow) and not (test_x)",
        "-q",
    ]


def test_what_keeps_gonogos_files_out_is_not_added_to_a_setting_that_holds_it(tmp_path):
    (tmp_path / "noxfile.py").write_text("import gonogo\n")
    for argv, options in ((("pytest",), ["--ignore=noxfile.py"]), (("pytest", "--ignore=noxfile.py"), [])):
        assert tests.left_out(tests.Prepared(Environment(tmp_path), tmp_path, TestSetup(argv))) == options


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "\x1b[31mFAILED tests/a.py::x\x1b[0m\n\x1b[31m=== \x1b[1m1 failed\x1b[0m in 0.1s ===\x1b[0m\n",
            "1 failed in 0.1s: tests/a.py::x",
        ),
        ("Results (2.92s):\n     2 failed\n     57 passed\n", "2 failed"),
        ("I> TypeError: no\nI> See the documentation\n", "I> TypeError: no"),
    ],
    ids=["in colour", "in another form", "an error inside pytest"],
)
def test_what_is_reported_is_what_failed(text, said):
    assert red(text).what == f"the tests failed: {said}"


def test_a_runner_that_names_none_is_still_reported_by_its_last_line():
    found = red("boom\nFAILED (failures=1)\n")
    assert found.what == "the tests failed: FAILED (failures=1)"
    assert "test-requires" in found.fix


def test_a_runner_that_was_not_installed_is_never_one_from_elsewhere(tmp_path):
    (tmp_path / "pyvenv.cfg").write_text("version = 3.12.1\n")
    prepared = tests.Prepared(Environment(tmp_path), tmp_path, TestSetup(("pytest",), source="tox"))
    found = tests.without_runner(prepared, 0.1)
    assert (found.name, found.verdict) == ("tests-3.12", Verdict.NO_GO)
    assert "test-requires" in found.findings[0].fix


def test_what_passed_is_reported_wherever_the_summary_has_it():
    printed = "Results (2.92s):\n     716 passed\n       6 skipped\n"
    assert row(Completed(("pytest",), 0, printed, ""), "tests-3.12", 0.2, Path()).note == "716 passed"


def test_no_test_at_all_is_said_and_the_waiver_is_named():
    found = red("no tests ran in 0.01s\n", NO_TESTS)
    assert found.what == "no test was found"
    assert found.fix.endswith('under [tool.gonogo.waivers]: tests = "REASON"')


@pytest.mark.parametrize("case", ["1", "a b", "bad [x]", "a]b", "x - y", "a::b", "tests/test_b.py", "é", "[", "]"])
@pytest.mark.parametrize("why", ["", " - AssertionError: 1 != 2", " - assert 'a]' == 'b] - c'"])
def test_a_case_is_left_out_by_its_whole_name_whatever_it_holds(case, why):
    text = f"FAILED tests/test_a.py::TestA::test_x[{case}]{why}\n1 failed in 0.1s\n"
    assert (
        json.loads(red(text).fix.partition("tests = ")[2])[-1] == f"--deselect=tests/test_a.py::TestA::test_x[{case}]"
    )


def test_a_line_of_any_length_and_content_is_read_at_once():
    started = time.monotonic()
    red("FAILED a.py::t[" + "] - [.py::" * 400_000 + "\n" + "_" * 10**6 + "a." * 10**6 + "\n1 failed in 0.1s\n")
    assert time.monotonic() - started < 5
