"""What `descriptions_render` says of a description, whatever the level of twine's own log is."""

from __future__ import annotations

import logging
import subprocess
from types import SimpleNamespace

import pytest
from samples_artifacts import wheel

from gonogo.checks.descriptions_render import LESS_DEEP, check, faults, finding
from gonogo.model.verdict import Verdict


@pytest.fixture(autouse=True)
def _quiet_as_in_a_session():
    logger = logging.getLogger("twine")
    before = logger.level
    logger.setLevel(logging.ERROR)
    yield
    logger.setLevel(before)


@pytest.mark.parametrize(
    ("headers", "body", "said", "blocking"),
    [
        ({"Description-Content-Type": None}, "Demo\n====\n", "content_type` missing", False),
        ({"Description-Content-Type": "text/x-rst"}, "Demo\n==\n\n.. nonsense::\n", "syntax errors", True),
        ({}, "", "`long_description` missing", False),
    ],
)
def test_a_description_is_reported_by_what_is_wrong_with_it(tmp_path, headers, body, said, blocking):
    path = wheel(tmp_path, headers=headers, body=body)
    (found,) = [finding(why, path) for why in faults(path)]
    assert said in found.what
    assert found.blocking is blocking


def test_blocks_within_each_other_beyond_what_docutils_can_do_are_unknown(tmp_path):
    """What the index does depends on its Python: it breaks on it with an error of its own, and refuses nothing."""
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    body = "".join(f"{'  ' * depth}- x\n\n" for depth in range(700))
    path = wheel(tmp_path, headers={"Description-Content-Type": "text/x-rst"}, body=body)
    examined = check(SimpleNamespace(files=(path,), tree=tmp_path))
    assert examined.verdict is Verdict.UNKNOWN
    assert [one.fix for one in examined.findings] == [LESS_DEEP]
