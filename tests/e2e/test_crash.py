"""Killed, interrupted and terminated runs: a sample of the crash matrix, with real processes."""

from __future__ import annotations

import importlib.util
import signal
import sys
import time
from pathlib import Path

import pytest

ROOM = Path(__file__).parents[1] / "crash"


def load(name: str):
    spec = importlib.util.spec_from_file_location(name, ROOM / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


scene = load("scene")
matrix = load("matrix")


@pytest.fixture(scope="module", params=["bump", "undo"])
def stagehand(request, tmp_path_factory):
    """A prepared scene, its boundaries, and what is right after each command."""
    act = matrix.ACTS[request.param]
    folder = tmp_path_factory.mktemp(request.param)
    prepared = matrix.prepared(scene.stage(folder / "base"), act, folder / "prepared")
    here, _, _ = matrix.boundaries(prepared, act, folder)
    before = matrix.undisturbed(prepared, (), folder / "before")
    return matrix.Stage(prepared, act, before, matrix.allowed(prepared, act, folder)), here


def spread(kills: list, count: int) -> list:
    """Return some of the boundaries, the writes of git's ref transactions before others."""
    writes = [kill for kill in kills if kill.call.startswith(("rename", "unlink"))]
    others = [kill for kill in kills if kill not in writes]
    chosen = [*writes[:: max(1, len(writes) // count)], *others[:: max(1, len(others) // 2)]]
    return chosen[: count + 1]


def test_a_killed_run_is_right_after_one_more_command(stagehand, tmp_path):
    stage, here = stagehand
    for number, kill in enumerate(spread(here, 2)):
        command = matrix.RESUME if number % 2 else stage.act.words
        found = matrix.trial(stage, (kill,), command, tmp_path / str(number))
        assert found.wrong == (), f"killed at {kill}"


def test_a_prepare_that_is_killed_leaves_refs_index_and_work_tree_byte_for_byte(tmp_path):
    base = scene.stage(tmp_path / "base")
    index = (base.project / ".git/index").read_bytes()
    before = base.ends()
    counted = scene.copy(base, tmp_path / "counted")
    counted.run(*matrix.BUMP)
    acts = (counted.folder / "acts").read_text().splitlines()
    landing = next(number for number, act in enumerate(acts) if "gonogo/acting" in act)
    for number in range(1, landing, landing // 5):
        kill = scene.Kill("python", number)
        fresh = scene.copy(base, tmp_path / f"aside-{number}")
        fresh.run(*matrix.BUMP, kill=kill)
        assert fresh.ends() == before, f"killed at {kill}"
        assert (fresh.project / ".git/index").read_bytes() == index


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_leaves_nothing_half_done(tmp_path, name):
    base = scene.stage(tmp_path / "base")
    for moment in (500, 900):
        fresh = scene.copy(base, tmp_path / f"at-{moment}")
        before = fresh.ends()
        child = fresh.start(matrix.BUMP, scene.NOWHERE)
        time.sleep(moment / 1000)
        child.send_signal(getattr(signal, name))
        said, _ = child.communicate(timeout=60)
        assert "gonogo/engine" not in said, "a traceback reached the user"
        after = fresh.ends()
        if after != before:
            assert "v1.1.0" in after["refs"]
        code, out = fresh.run("resume")
        assert code == 0, out
        assert fresh.litter() == []
