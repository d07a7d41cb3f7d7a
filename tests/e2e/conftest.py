"""What tests of the command line share: commands start as they do for a user, and are forks of no other process.

`gonogo WORDS` is typed in this process where its answer is what is proved.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from forks import command_forks
from gonogo.cli import program


@pytest.fixture(autouse=True)
def as_a_user_types(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start each command that is typed by a Python of its own."""
    monkeypatch.setattr(command_forks, "_servers", [])


@pytest.fixture
def typed_here(sample, monkeypatch, capsys) -> Callable[..., tuple[int, str]]:
    """Type `gonogo WORDS` in the sample; return the exit status, and all that was printed."""

    def run(*words: str) -> tuple[int, str]:
        monkeypatch.chdir(sample.folder)
        monkeypatch.setattr(sys, "argv", ["gonogo", *words])
        with pytest.raises(SystemExit) as ended:
            program.main()
        return int(ended.value.code or 0), "".join(capsys.readouterr())

    return run
