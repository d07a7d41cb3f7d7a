"""A release that is published from here ends on the forge: `status` looks there, and the next bump waits for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from addresses import kept_port, open_at
from gonogo.commands import bump, status
from gonogo.git.repository import Git
from gonogo.model.board import Row
from gonogo.model.errors import CouldNotTell, Status
from gonogo.model.stage import Stage
from gonogo.model.verdict import Verdict
from gonogo.release import build, closing, contexts, planner
from gonogo.release.runner import Silence
from gonogo.release.survey import survey


@pytest.fixture(scope="session")
def port() -> Iterator[int]:
    """The port of the index whose address is in the settings of the sample."""
    with kept_port() as number:
        yield number


@pytest.fixture
def pushed(
    sample: Any, forge: Any, tmp_path: Any, port: int, monkeypatch: pytest.MonkeyPatch, nothing_installed: None
) -> Any:
    """A release that is pushed and judged, in a repository that reads from the forge and pushes to its bare remote."""
    with open_at(port, tmp_path / "index") as embedded:
        monkeypatch.setenv("GONOGO_TOKEN_LOCAL", embedded.token)
        settings = f"""
            [tool.gonogo]
            publish = "here"
            index = "local"

            [tool.gonogo.indexes.local]
            upload = "{embedded.index.upload_url}"
            simple = "{embedded.index.simple_url}"
            """
        sample.once(settings, lambda: judge(sample, settings))
        sample.git("remote", "set-url", "--push", "origin", str(sample.remote))
        sample.git("remote", "set-url", "origin", forge.remote)
        tag = sample.git("rev-parse", "v1.1.0")
        forge.state.tags["v1.1.0"] = ("tag", tag)
        forge.state.objects[tag] = sample.git("rev-parse", "HEAD")
        yield sample


def judge(sample: Any, settings: str) -> None:
    """Push a release that is published by settings, build it and find it GO."""
    sample.settings(settings)
    sample.bump()
    bump.push(sample.folder, Silence())
    project = survey(sample.folder)
    plan, context = planner.of_head(project), contexts.real(project, "local")
    build.build(plan, context)
    for stage in (Stage.TESTS, Stage.CHECK):
        context.kept.judge(context.manifest(plan), Row(stage.value, Verdict.GO, stage=stage))


def state(sample: Any) -> tuple[str, str]:
    board = status.board(sample.folder)
    return board.rows[-1].note.partition(";")[0], board.next_command


def require_nothing_open(sample: Any) -> None:
    closing.require_nothing_open(survey(sample.folder), Git(sample.folder))


def test_a_release_that_was_not_announced_is_open_until_resume_has_announced_it(
    pushed: Any, forge: Any, double: Any
) -> None:
    forge.state.faults.append(double.Fault("POST", "/releases$", 403))
    board = bump.resume(pushed.folder, Silence())
    assert (board.rows[-1].name, board.exit_status) == ("announce", Status.NO_GO)
    assert state(pushed) == ("verified, unannounced", "invoke resume")
    with pytest.raises(closing.ReleaseOpen, match="published, and waits for announce"):
        require_nothing_open(pushed)
    assert bump.resume(pushed.folder, Silence()).exit_status is Status.GO
    assert state(pushed) == ("verified", "invoke bump --part minor")
    assert pushed.git("for-each-ref", "refs/gonogo/") == ""
    add_a_file(forge)
    assert state(pushed) == ("conflict", "fix the release's page, then: invoke resume")


def add_a_file(forge: Any) -> None:
    """Let somebody add a distribution to the release's page by hand."""
    (page,) = forge.state.releases.values()
    number = forge.state.new()
    asset = {"id": number, "name": "demo_sample-1.1.0-py2-none-any.whl", "size": 1, "state": "uploaded", "digest": None}
    forge.state.content[number] = b"x"
    page["assets"].append(asset)


def test_a_forge_that_does_not_answer_is_no_forge_without_the_release(
    pushed: Any, forge: Any, double: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    forge.state.faults.append(double.Fault("POST", "/releases$", 403))
    bump.resume(pushed.folder, Silence())
    monkeypatch.delenv("GITHUB_TOKEN")
    forge.state.private = True
    assert state(pushed) == ("unknown", "invoke status")
    with pytest.raises(CouldNotTell):
        require_nothing_open(pushed)
