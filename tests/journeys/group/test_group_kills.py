"""A release of several packages that is killed while it writes refs: the next command finishes all of it, or none."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from gonogo.commands.bump import NothingOpen
from gonogo.commands.group import rehearse as group_rehearse
from gonogo.commands.group import release as group_release
from gonogo.git import intent
from gonogo.git.repository import Git
from gonogo.model.board import is_go
from gonogo.project.bump import Bumper
from gonogo.release import contexts, group, recovery
from gonogo.release.contexts import today
from gonogo.release.group import plan as group_plan
from gonogo.release.group.plan import Wanted
from gonogo.release.planner import Request
from gonogo.release.runner import Silence

ALL = ["core-1.1.0", "mail-1.1.0", "shop-1.1.0", "tool-1.1.0"]
WRITES = 8
"""Transactions that a command makes at the most."""

LINES = (0, 1, 3)
"""Lines of a transaction that a kill leaves done."""


@pytest.fixture
def prepared(several, tmp_path):
    """A repository that publishes nothing, and a temporary clone beside it in which all packages are prepared."""
    for name in ("core", "mail", "shop", "tool"):
        several.settings(name, 'publish = "here"', 'publish = "nowhere"')
    return several


def parts_of(several, scratch: Path):
    planned = group_plan.plan(group.read(several.folder), Wanted(Request("minor"), every=True), today())
    return group_rehearse.parts_of(planned, scratch, contexts.local)


def ready(several, scratch: Path) -> None:
    """Prepare all packages in a clone."""
    with Bumper() as bumper, ExitStack():
        parts = [replace(one, context=replace(one.context, bumper=bumper)) for one in parts_of(several, scratch)]
        assert is_go(group_rehearse.prepared(parts, Silence()))


def killed(act: Callable[[], object], write: int, lines: int) -> bool:
    """Act in a process that is killed at its N-th transaction, of which so many lines are done; whether it was."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    try:
        seen, whole = count(1), intent.transact

        def half(git: Git, asked: list[str]) -> None:
            if next(seen) != write:
                whole(git, asked)
                return
            if asked[:lines]:
                whole(git, asked[:lines])
            os.kill(os.getpid(), signal.SIGKILL)

        intent.transact = half
        act()
    finally:
        os._exit(0)


def test_a_killed_landing_or_push_is_finished_whole_or_was_never_begun(prepared, tmp_path):
    ready(prepared, tmp_path / "scratch")
    trials, ends = prepared.copies(tmp_path), []

    def walk(one):
        with recovery.alone(Git(one.folder)):
            parts = parts_of(one, tmp_path / "scratch")
            group_release.carried(parts, Silence())

    for write in range(1, WRITES):
        for lines in LINES:
            one = next(trials)
            if not killed(lambda one=one: walk(one), write, lines):
                break
            assert is_go(one.resume().rows)
            assert one.intents() == one.git("status", "--porcelain") == ""
            assert (one.tags(), one.there()) in ((ALL, ALL), ([], []))
            ends.append(len(one.there()))
    assert set(ends) == {0, 4}
    assert len(ends) > WRITES


def test_a_killed_undo_takes_all_back(prepared, tmp_path):
    before = prepared.git("rev-parse", "HEAD")
    ready(prepared, tmp_path / "scratch")
    with recovery.alone(Git(prepared.folder)):
        parts = parts_of(prepared, tmp_path / "scratch")
        group_release.carry(group_release.steps(group_rehearse.TOGETHER[0]), parts[-1].plan, parts[-1].context)
    assert prepared.tags() == ALL
    trials, done = prepared.copies(tmp_path), 0
    for write in range(1, WRITES):
        for lines in LINES:
            one = next(trials)
            if not killed(lambda one=one: one.undo(), write, lines):
                break
            with suppress(NothingOpen):
                one.undo()
            assert (one.tags(), one.intents(), one.git("status", "--porcelain")) == ([], "", "")
            assert one.git("rev-parse", "HEAD") == before
            done += 1
    assert done > WRITES
