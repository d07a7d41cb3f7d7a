"""git: what it prints is split where git ends a line, and what it says is shown without secrets."""

from __future__ import annotations

import pytest

from gonogo.commands import status
from gonogo.git import clone
from gonogo.git.repository import Git, first_words
from gonogo.system.address import masked
from gonogo.system.secrets import redacted


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85"])
def test_a_tag_whose_name_holds_a_unicode_line_end_stops_no_command(sample, mark):
    sample.git("tag", f"v1{mark}x")
    assert status.board(sample.folder).next_command
    assert f"refs/tags/v1{mark}x" in Git(sample.folder).refs("refs/tags/")


@pytest.mark.parametrize("address", ["https://user:p@ss@host/x", "https://user:pass@host/x"])
def test_credentials_in_an_address_are_masked_to_their_end(address):
    assert masked(address) == redacted(address) == "https://***@host/x"


def test_an_address_without_credentials_stays_as_it_is():
    assert masked("see https://host/a@b") == redacted("see https://host/a@b") == "see https://host/a@b"


def test_a_failed_command_is_named_without_its_settings():
    assert first_words(("-c", "core.hooksPath=x", "checkout", "--quiet")) == "checkout --quiet"


def test_signing_that_is_switched_on_without_a_value_is_on_in_the_candidate(sample, tmp_path):
    with (sample.folder / ".git/config").open("a") as config:
        config.write("[commit]\n\tgpgsign\n")
    made = clone.clone(Git(sample.folder), tmp_path / "clone", "main", "HEAD")
    assert made("config", "--type=bool", "commit.gpgsign") == "true"
