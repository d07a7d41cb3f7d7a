"""The doctor of a project that is on GitLab, on Codeberg, or where gonogo has no provider."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from gonogo.commands import doctor, init
from gonogo.model.board import Row

Repository = Callable[..., Path]
Rows = Callable[..., dict[str, Row]]
NAMES = init.Names(("build", "tests", "check", "publish", "verify", "announce", "release"), ("bump", "news"))


@pytest.fixture
def rows(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> Rows:
    """The rows on workflow and forge, once a project with this remote is adopted; the remote itself is not asked."""

    def asked(address: str, also: Callable[..., dict[str, doctor.Question]] = lambda _: {}) -> dict[str, Row]:
        root = repository()
        subprocess.run(["git", "remote", "add", "origin", address], cwd=root, check=True)
        init.apply(init.propose(root, NAMES))
        questions = {name: doctor.QUESTIONS[name] for name in ("workflow", "forge_settings")}
        monkeypatch.setattr(doctor, "QUESTIONS", questions)
        return {row.name: row for row in doctor.board(root, also).rows}

    return asked


def said(row: Row) -> str:
    return " ".join(f"{one.what} {one.fix}" for one in row.findings) + row.note


def test_on_gitlab_the_claim_of_the_publisher_and_the_pages_are_gitlabs(rows: Rows) -> None:
    found = rows("https://gitlab.com/group/part/demo.git")

    assert found["workflow"].verdict.value == "GO"
    assert found["workflow"].note == ".gitlab-ci.yml"
    text = said(found["forge_settings"])
    assert "namespace group/part, project demo, pipeline file .gitlab-ci.yml, environment pypi" in text
    assert "https://gitlab.com/group/part/demo/-/settings/ci_cd" in text


def test_on_codeberg_a_token_takes_the_place_of_a_publisher(rows: Rows) -> None:
    found = rows("git@codeberg.org:someone/demo.git")

    assert found["workflow"].verdict.value == "GO", found["workflow"].findings
    text = said(found["forge_settings"])
    assert "the index trusts" not in text
    assert "https://codeberg.org/someone/demo/settings/actions/secrets" in text


def test_on_a_forge_without_a_provider_nothing_of_another_one_is_asked_for(
    rows: Rows,
) -> None:
    found = rows("git@bitbucket.org:someone/demo.git")

    assert [one.code for one in found["workflow"].findings] == ["no-workflow"]
    assert "Bitbucket" in found["forge_settings"].note
    assert not found["forge_settings"].findings


@pytest.mark.parametrize("address", ["https://gitlab.com/group/part/demo.git", "../demo.git"])
def test_what_is_asked_of_a_forge_that_is_not_read_says_so(address: str, rows: Rows) -> None:
    assert "--forge has no effect" in rows(address, doctor.with_forge)["forge_settings"].note
