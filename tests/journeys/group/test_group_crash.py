"""A release of five packages that is killed at any step, upload or write: one more command makes it whole, or nothing.

Packages are prepared and built once; each trial is a copy of them with an index of its own. What is installed and run
of them is left out.
"""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from gonogo.artifacts import store
from gonogo.commands.group import rehearse as group_rehearse
from gonogo.commands.group import release as group_release
from gonogo.git import intent
from gonogo.git.repository import Git
from gonogo.index.uploader import Shipment
from gonogo.model.board import Row, is_go
from gonogo.model.stage import Stage
from gonogo.model.verdict import Verdict
from gonogo.project.bump import Bumper
from gonogo.release import build, closing, contexts, group, recovery, runner
from gonogo.release.contexts import Target, today
from gonogo.release.group import plan as group_plan
from gonogo.release.group.plan import Wanted
from gonogo.release.planner import Request
from gonogo.release.runner import Silence
from gonogo.test_index import open_index

pytestmark = pytest.mark.usefixtures("nothing_installed")
MORE = {"desk": ("tool>=1.0,<2",)}
ALL = ["core-1.1.0", "desk-1.1.0", "mail-1.1.0", "shop-1.1.0", "tool-1.1.0"]
STRIDE = 5
"""Boundaries from one kill to the next: a step, an upload and a write have two each."""

KINDS = ((runner, "act"), (Shipment, "post"), (store, "write_durably"), (intent, "transact"))


@dataclass
class World:
    """A release that is prepared and built, and the index to which it goes now."""

    several: Any
    scratch: Path
    index: object = None

    def walk(self, one: Any) -> None:
        """Land, push and publish in a copy."""
        with recovery.alone(Git(one.folder)):
            group_release.carried(self.parts(one), Silence())

    def parts(self, one: Any) -> tuple[group_rehearse.Part, ...]:
        """Return the packages of the release in a copy."""
        planned = group_plan.plan(group.read(one.folder), Wanted(Request("minor"), every=True), today())
        return group_rehearse.parts_of(planned, self.scratch, closing.home)

    def end(self, one: Any) -> tuple[object, ...]:
        """Return what a copy and its index hold."""
        served = sorted(file.sha256 for file in self.index.store.all())
        heads = one.git("rev-parse", "main"), one.git("rev-parse", "main", cwd=one.remote)
        return one.tags(), one.there(), heads, served, one.intents(), one.git("status", "--porcelain")


@pytest.fixture
def world(several, tmp_path, monkeypatch):
    """Five packages, prepared in a temporary clone and built."""
    several.add(MORE)
    found = World(several, tmp_path / "scratch")
    monkeypatch.setattr(contexts, "named", lambda *_: Target(found.index.index, lambda: found.index.token))
    found.index = several.index
    with Bumper() as bumper:
        parts = [replace(one, context=replace(one.context, bumper=bumper)) for one in found.parts(several)]
        assert is_go(group_rehearse.prepared(parts, Silence()))
    for part in parts:
        build.build(part.plan, part.context)
        rows = (Row(stage.value, Verdict.GO, stage=stage) for stage in (Stage.TESTS, Stage.CHECK))
        part.context.kept.judge(part.context.manifest(part.plan), *rows)
    return found


@contextmanager
def fresh(world, folder):
    """Give the world an empty index."""
    with open_index(folder / "index") as world.index:
        yield


def killed(act, number):
    """Act in a process that is killed at its N-th boundary; return whether it was."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    try:
        seen = count(1)

        def boundary():
            if next(seen) == number:
                os.kill(os.getpid(), signal.SIGKILL)

        def around(whole):
            def call(*words, **named):
                boundary()
                result = whole(*words, **named)
                boundary()
                return result

            return call

        for place, name in KINDS:
            setattr(place, name, around(getattr(place, name)))
        act()
    finally:
        os._exit(0)


def test_a_release_of_five_killed_anywhere_ends_as_an_undisturbed_one_or_was_never_begun(world, tmp_path):
    trials = world.several.copies(tmp_path)
    one = next(trials)
    with fresh(world, one.folder.parent):
        nothing = world.end(one)
        world.walk(one)
        whole = world.end(one)
    assert whole[:2] == (ALL, ALL)
    assert len(whole[3]) == 2 * len(ALL)
    ends = []
    for number in count(1, STRIDE):
        one = next(trials)
        with fresh(world, one.folder.parent):
            if not killed(lambda one=one: world.walk(one), number):
                break
            assert is_go(one.resume().rows), f"killed at {number}"
            ends.append(world.end(one))
            assert ends[-1] in (nothing, whole), f"killed at {number}"
    assert ends.count(nothing) < 3 < ends.count(whole)
    assert len(ends) > 60 / STRIDE
