"""What tests of the command line share: `gonogo WORDS` typed in this process, where its answer is what is proved."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from gonogo.cli import program


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
