"""A bound for the git processes of a command: each costs milliseconds, and the same look is not taken twice."""

from __future__ import annotations

import subprocess
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from gonogo.commands import bump, undo
from gonogo.commands.status import board as status
from gonogo.git import lookups
from gonogo.release.runner import Silence

OFTEN = ("status", "merge-base", "for-each-ref", "ls-remote", "cat-file", "update-ref", "ls-files")
"""Commands of git that are right to run more than once: each looks at what we, or somebody else, changed meanwhile."""


@pytest.fixture
def asked(monkeypatch) -> list[str]:
    """The words of every git that this process starts, without its fixed settings."""
    found: list[str] = []
    start = subprocess.Popen.__init__

    def noted(self, args, *words, **options):
        argv = list(map(str, args)) if not isinstance(args, str) else [args]
        if Path(argv[0]).name == "git" and "-c" in argv:
            plain = [word for before, word in pairwise(argv) if "-c" not in (before, word)]
            found.append(" ".join(plain))
        start(self, args, *words, **options)

    monkeypatch.setattr(subprocess.Popen, "__init__", noted)
    return found


def test_a_bump_starts_few_gits(sample, asked):
    sample.bump()
    assert 0 < len(asked) <= 32, "\n".join(asked)


def test_a_bump_after_a_release_that_is_still_open_starts_few_gits(sample, asked):
    sample.bump()
    sample.git("push", "--quiet", "origin", "main", "v1.1.0")
    sample.commit("changelog.d/2.feature.md", "Another thing.\n")
    asked.clear()
    sample.bump()
    assert 0 < len(asked) <= 40, "\n".join(asked)


@pytest.mark.parametrize("command", ["status", "push", "undo"])
def test_other_commands_start_few_gits(sample, asked, command):
    sample.bump()
    asked.clear()
    with lookups.one_command():
        if command == "status":
            status(sample.folder)
        elif command == "push":
            bump.push(sample.folder, Silence())
        else:
            undo.undo(sample.folder, remote=False)
    assert 0 < len(asked) <= 26, "\n".join(asked)
    again = {words: count for words, count in Counter(asked).items() if count > 1 and not words.startswith(OFTEN)}
    assert again == {}
