"""What `descriptions_render` says of a description, whatever the level of twine's own log is."""

from __future__ import annotations

import logging

import pytest
from samples_artifacts import wheel

from gonogo.checks.descriptions_render import faults, finding


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
