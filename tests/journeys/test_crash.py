"""Killed, interrupted and terminated runs: a sample of the crash matrix, with real processes."""

from __future__ import annotations

import importlib.util
import re
import signal
import sys
import time
from pathlib import Path

import pytest

HARNESS = Path(__file__).parents[1] / "crash"


def load(name: str):
    spec = importlib.util.spec_from_file_location(name, HARNESS / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


scene = load("scene")
matrix = load("matrix")


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """The project with a user's edits in it, before any command."""
    return scene.stage(tmp_path_factory.mktemp("base") / "scene")


@pytest.fixture(scope="module")
def bumped(base, tmp_path_factory):
    """The boundaries of a bump in its own folder, where the bump is done."""
    folder = tmp_path_factory.mktemp("bumped")
    return folder / "recorded", matrix.boundaries(base, matrix.ACTS["bump"], folder)[0]


def stagehand(name: str, prepared, folder: Path):
    """Return a prepared scene for an act, and what is right after each command."""
    act, before = matrix.ACTS[name], matrix.undisturbed(prepared, (), folder / "before")
    return matrix.Stage(prepared, act, before, matrix.allowed(prepared, act, folder))


def one(kills: list, how: str):
    """Return a boundary of a kind: before or after a program, in Python, or inside a write of git's ref transaction."""
    some = [kill for kill in kills if kill.how == how and (not kill.call or kill.call.startswith(("rename", "unlink")))]
    return some[len(some) // 2]


def test_a_killed_bump_is_right_after_one_more_command(base, bumped, tmp_path):
    stage = stagehand("bump", base, tmp_path)
    for how, command in (("inside", matrix.RESUME), ("after", stage.act.words)):
        found = matrix.trial(stage, (one(bumped[1], how),), command, tmp_path / how)
        assert found.wrong == (), f"killed at {found.kills}"


def test_a_killed_undo_is_right_after_one_more_command(bumped, tmp_path):
    prepared = scene.copy(scene.Scene(bumped[0]), tmp_path / "prepared")
    stage = stagehand("undo", prepared, tmp_path)
    here, _ = matrix.boundaries(prepared, stage.act, tmp_path)
    for how, command in (("inside", stage.act.words), ("python", matrix.RESUME)):
        found = matrix.trial(stage, (one(here, how),), command, tmp_path / how)
        assert found.wrong == (), f"killed at {found.kills}"


def test_a_prepare_that_is_killed_leaves_refs_index_and_work_tree_byte_for_byte(base, bumped, tmp_path):
    index = (base.project / ".git/index").read_bytes()
    before = base.ends()
    acts = (bumped[0] / "acts").read_text().splitlines()
    landing = next(number for number, act in enumerate(acts) if "gonogo/acting" in act)
    for number in (1, landing // 3, landing - 1):
        kill = scene.Kill("python", number)
        fresh = scene.copy(base, tmp_path / f"aside-{number}")
        fresh.run(*matrix.BUMP, kill=kill)
        assert fresh.ends() == before, f"killed at {kill}"
        assert (fresh.project / ".git/index").read_bytes() == index


@pytest.mark.parametrize(("name", "moment"), [("SIGINT", 500), ("SIGTERM", 900), ("SIGHUP", 700)])
def test_a_signal_leaves_nothing_half_done(base, tmp_path, name, moment):
    fresh = scene.copy(base, tmp_path / "scene")
    before = fresh.ends()
    child = fresh.start(matrix.BUMP, scene.NOWHERE)
    time.sleep(moment / 1000)
    child.send_signal(getattr(signal, name))
    said, _ = child.communicate(timeout=60)
    assert not re.search("gonogo/(commands|release)/", said), "a traceback reached the user"
    after = fresh.ends()
    if after != before:
        assert "v1.1.0" in after["refs"]
    code, out = fresh.run("resume")
    assert code == 0, out
    assert fresh.litter() == []
