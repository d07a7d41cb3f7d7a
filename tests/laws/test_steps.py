"""Every step: TODO, apply, DONE; applied twice equals once; a stranger's doing is a CONFLICT. And the law of the clone.

A step without its case fails here, so that a new one is under the law unasked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from gonogo.artifacts import builder
from gonogo.artifacts.store import Store
from gonogo.commands import rehearse
from gonogo.index import uploader
from gonogo.model.stage import Stage, State
from gonogo.model.verdict import Verdict
from gonogo.release import build, contexts, planner
from gonogo.release.contexts import today
from gonogo.release.planner import Request
from gonogo.release.runner import Silence
from gonogo.release.steps import all_steps, step
from gonogo.release.survey import survey
from gonogo.system.pip_settings import configured_index
from gonogo.test_index import open_index

SAMPLE_SETTINGS = """
    [tool.gonogo]
    publish = "here"
    index = "local"
    """
ANNOUNCE = Path(__file__).parents[1] / "integration" / "forge" / "test_announce.py"
"""The forge's double lives there, and so do the cases of the step that talks to it."""


@dataclass
class Scene:
    """A release before one of its steps: the plan, the context, the sample, and a folder for what tests need."""

    plan: object
    context: object
    sample: object
    folder: Path

    def walk(self, *names: str) -> None:
        for name in names:
            if name == "publish":
                build.build(self.plan, self.context)
            step(Stage(name)).apply(self.plan, self.context)


@pytest.fixture
def scene(sample, tmp_path):
    sample.settings(SAMPLE_SETTINGS)
    with open_index(tmp_path / "index", fallback=configured_index()) as embedded:
        target = contexts.Target(embedded.index, lambda: embedded.token)
        project = survey(sample.folder)
        context = contexts.real(project, "local", target, tmp_path / "clone")
        yield Scene(planner.plan(project, Request(part="minor"), today()), context, sample, tmp_path)


def nobody(_scene: Scene) -> None:
    """Say that no stranger can reach what this step makes."""


def tag_here(scene: Scene) -> None:
    scene.sample.git("tag", "-a", "-m", "theirs", "v1.1.0")


def tag_there(scene: Scene) -> None:
    scene.sample.remote_git("tag", "-a", "-m", "theirs", "v1.1.0", "main")


def other_bytes(scene: Scene) -> None:
    """Publish the sdist of a stranger under our name."""
    context, plan = scene.context, scene.plan
    build.build(plan, context)
    sdist = context.kept.files(context.manifest(plan))[0]
    theirs = scene.folder / "theirs" / sdist.name
    theirs.parent.mkdir(exist_ok=True)
    content = bytearray(sdist.read_bytes())
    content[4] ^= 1
    theirs.write_bytes(content)
    manifest = builder.manifest([theirs], builder.metadata_of(theirs), "0" * 40, 0)
    uploader.send(context.index, manifest, [theirs], context.token)


@dataclass(frozen=True)
class Case:
    """What goes before a step, and what a stranger could do to it."""

    before: tuple[str, ...]
    strange: Callable[[Scene], None]


CASES = {
    "prepare": Case((), nobody),
    "land": Case(("prepare",), tag_here),
    "push": Case(("prepare", "land"), tag_there),
    "publish": Case(("prepare", "land", "push"), other_bytes),
    "verify": Case(("prepare", "land", "push", "publish"), nobody),
}
ELSEWHERE = {"announce": ANNOUNCE}


def test_every_step_is_under_this_law():
    names = {one.name for one in all_steps()}
    assert names == {*CASES, *ELSEWHERE}
    for path in ELSEWHERE.values():
        text = path.read_text()
        assert all(f"State.{state}" in text for state in ("TODO", "DONE", "CONFLICT", "UNKNOWN"))


def test_steps_never_reach_less_far_than_what_they_follow_but_for_a_look():
    reaches = [one.reach for one in all_steps() if one.name != "verify"]
    assert reaches == sorted(reaches)


def test_a_step_is_todo_then_done_and_twice_is_once(scene):
    """Walk them all in their order, as a release does."""
    for name in [one.name for one in all_steps() if one.name in CASES]:
        if name == "publish":
            build.build(scene.plan, scene.context)
        one = step(Stage(name))
        assert one.describe(scene.plan, scene.context), name
        assert one.probe(scene.plan, scene.context).state is State.TODO, name
        one.apply(scene.plan, scene.context)
        assert one.probe(scene.plan, scene.context).state is State.DONE, name
        before = scene.sample.snapshot()
        if name != "prepare":
            one.apply(scene.plan, scene.context)
        assert one.probe(scene.plan, scene.context).state is State.DONE, name
        assert scene.sample.snapshot() == before, name


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.strange is not nobody])
def test_what_a_stranger_did_is_a_conflict(scene, name):
    scene.walk(*CASES[name].before)
    CASES[name].strange(scene)
    assert step(Stage(name)).probe(scene.plan, scene.context).state is State.CONFLICT


def everything(sample) -> dict[str, str]:
    """Return refs, work tree and index, the index by its bytes."""
    return {**sample.snapshot(), "bytes": (sample.folder / ".git/index").read_bytes().hex()}


def failing_hook(sample):
    hook = sample.folder / ".git/hooks/pre-commit"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)


def failing_build(sample):
    text = (sample.folder / "pyproject.toml").read_text()
    sample.commit("pyproject.toml", text.replace('packages = ["src/demo"]', 'packages = ["src/nothing"]'))


def failing_test(sample):
    sample.settings("[tool.gonogo]\ntests = ['python', '-c', 'raise AssertionError']\n")


@pytest.mark.parametrize("spoil", [failing_hook, failing_build, failing_test])
def test_a_prepare_or_judge_that_fails_changes_nothing_of_the_users(sample, tmp_path, spoil):
    spoil(sample)
    sample.git("push", "-q")
    sample.write("README.md", "edited\n")
    sample.git("add", "README.md")
    before = everything(sample)
    project = survey(sample.folder)
    (tmp_path / "kept").mkdir()
    context = replace(contexts.local(project, tmp_path / "clone"), kept=Store(tmp_path / "kept"))
    plan = planner.plan(project, Request(part="minor"), today())
    rows = rehearse.prepare_and_judge(plan, context, tmp_path, Silence())
    assert any(row.verdict is not Verdict.GO for row in rows)
    assert everything(sample) == before
