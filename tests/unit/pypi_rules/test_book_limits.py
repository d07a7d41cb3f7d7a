"""Limits: read from headers, enforced while reading, so that a bomb costs neither memory nor time."""

import struct
import time

import pytest
from samples_artifacts import SDIST, WHEEL, sdist, wheel

from gonogo.model.verdict import Verdict
from gonogo.pypi_rules import book, limits
from gonogo.pypi_rules.artifact import open_artifact
from gonogo.pypi_rules.clients import upload_by


def refused(path, client="twine"):
    return [one.code for one in book.judge(path, client).findings if one.blocking and not one.undecided]


def undecided(path, client="twine"):
    """Return the codes of what gonogo could not decide; nothing else may block, and nothing is worded as a refusal."""
    examined = book.judge(path, client)
    assert refused(path, client) == []
    assert examined.verdict is Verdict.UNKNOWN
    assert not any("Invalid distribution file" in one.what for one in examined.findings)
    return [one.code for one in examined.findings if one.undecided]


def test_a_file_of_gigabytes_is_refused_unread(tmp_path):
    path = wheel(tmp_path)
    with path.open("r+b") as file:
        file.truncate(4 << 30)
    started = time.monotonic()
    assert "size_is_within_the_limit" in refused(path)
    assert time.monotonic() - started < 5


def test_a_directory_of_millions_of_members_is_not_read(tmp_path):
    path = tmp_path / WHEEL
    size = limits.DIRECTORY_READ + 100
    with path.open("wb") as file:
        file.truncate(size)
        file.seek(size)
        file.write(b"PK\5\6" + struct.pack("<HHHHLLH", 0, 0, 65534, 65534, size, 0, 0))
    assert "archive_can_be_judged" in [one.code for one in book.judge(path).findings if one.undecided]


def test_a_tar_of_too_many_members_is_left(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "TAR_MEMBERS", 3)
    assert undecided(sdist(tmp_path)) == ["archive_can_be_judged"]


def test_a_tar_that_unpacks_to_far_more_than_its_size_is_left(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "TAR_READ", 64 << 20)
    path = sdist(tmp_path, files={"demo-1.0/zeros": bytes(limits.TAR_READ + 1)})
    started = time.monotonic()
    assert undecided(path) == ["archive_can_be_judged"]
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("client", ["twine", "uv"])
def test_metadata_files_that_are_too_long_to_read_are_not_called_missing(client, tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MEMBER_READ", 10)
    assert undecided(wheel(tmp_path), client) == ["archive_can_be_judged"]
    assert undecided(sdist(tmp_path, SDIST), client) == ["archive_can_be_judged"]


REQUIREMENT = "python_version < '3' or "
BEYOND = {
    "a million requirements": {"Requires-Dist": ["a>=1"] * 1_000_000},
    "too many requirements": {"Requires-Dist": ["a>=1"] * (limits.VALUES + 1)},
    "a marker of 100,000 terms": {"Requires-Dist": "a; " + REQUIREMENT * 100_000 + "python_version < '3'"},
    "a name of a million characters": {"Name": "a" * 1_000_000},
    "parentheses in a marker": {"Requires-Dist": "a; " + "(" * 60 + "python_version < '3'" + ")" * 60},
    "parentheses in a licence": {"License-Expression": "(" * 60 + "MIT" + ")" * 60},
}
"""Metadata beyond one of gonogo's own limits each; the index might take it."""


@pytest.mark.parametrize("client", ["twine", pytest.param("uv", marks=pytest.mark.journey)])
@pytest.mark.parametrize("headers", BEYOND.values(), ids=BEYOND)
def test_metadata_beyond_the_limits_is_unknown_in_bounded_time(headers, client, tmp_path):
    path = wheel(tmp_path, headers=headers)
    started = time.monotonic()
    assert undecided(path, client)
    assert time.monotonic() - started < 20


BODIES = {
    "paragraphs": "x\n\n" * 120_000,
    "one line": "x " * (limits.RST // 2 + 1),
    "markup": ("*a* " * 2000 + "\n") * 100,
    "lists within each other": "".join(f"{'  ' * depth}- x\n\n" for depth in range(700)),
    "quotations within each other": "x\n\n" + "".join(f"{'  ' * depth}x\n\n" for depth in range(700)),
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_description_beyond_the_limits_is_unknown_in_bounded_time(body, tmp_path):
    path = wheel(tmp_path, headers={"Description-Content-Type": "text/x-rst"}, body=body)
    started = time.monotonic()
    assert undecided(path) == ["description_renders"]
    assert time.monotonic() - started < 20


def test_a_form_beyond_the_limits_is_answered_in_gonogos_own_words(tmp_path):
    path = wheel(tmp_path)
    form = {**upload_by("twine", open_artifact(path)).form, "requires_dist": ["a"] * (limits.VALUES + 1)}
    refusal = book.refusal(form, path.name, path)
    assert refusal.code == "metadata_can_be_judged"
    assert refusal.message.startswith("gonogo cannot judge this file: requires-dist has 10001 values")
