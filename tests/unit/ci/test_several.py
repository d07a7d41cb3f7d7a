"""The workflows of several packages: a job for each, in the order of their needs, in one run."""

from __future__ import annotations

from collections.abc import Callable

from gonogo.ci.workflow import Workflow, command, inputs

PUBLISH, START = ".github/workflows/publish.yml", ".github/workflows/start-publish.yml"
Render = Callable[..., dict[str, str]]


def test_each_package_is_published_by_a_job_of_its_own_after_those_that_it_needs(render_several: Render) -> None:
    workflow = Workflow.parse(render_several()[PUBLISH], "publish.yml")
    jobs = {job.id: job for job in workflow.jobs}

    assert workflow.triggers["push"] == {"tags": ["core-*.*.*", "mail-*.*.*", "tool-*.*.*"]}
    assert jobs["publish-pypi-core"].needs == jobs["publish-pypi-tool"].needs == ("validate",)
    assert jobs["publish-pypi-mail"].needs == ("validate", "verify-core")
    condition = str(jobs["publish-pypi-mail"].body["if"])
    assert "needs.verify-core.result == 'success' || !contains(needs.validate.outputs.packages, '/core/')" in condition
    assert [job.id for job in workflow.jobs if job.grants("id-token")] == [
        *("publish-pypi-core", "publish-pypi-mail", "publish-pypi-tool", "publish-testpypi"),
    ]
    sent = [
        inputs(step)["packages-dir"] for step in (jobs[f"publish-pypi-{name}"].steps[-1] for name in ("core", "mail"))
    ]
    assert ["'handed/core/dist'" in sent[0], "'handed/mail/dist'" in sent[1]] == [True, True]


def test_what_starts_the_publish_workflow_has_no_identity(render_several: Render) -> None:
    workflow = Workflow.parse(render_several()[START], "start-publish.yml")
    (job,) = workflow.jobs

    assert workflow.triggers == {"push": {"branches": ["main"]}}
    assert job.body["permissions"] == {"contents": "read", "actions": "write"}
    assert not any("nox" in command(step) for step in job.steps)


def test_the_tests_and_the_release_of_ci_are_of_all_packages(render_several: Render) -> None:
    workflow = Workflow.parse(render_several()[".github/workflows/ci.yml"], "ci.yml")
    commands = [command(job.steps[-1]) for job in workflow.jobs]

    assert commands[0] == "nox -s tests -- --all"
    assert commands[-1] == "nox -s release -- --all"


def test_the_standing_pull_request_is_prepared_of_all_packages(render_several: Render) -> None:
    path = ".github/workflows/release-pr.yml"
    assert path not in render_several()
    judge, act = Workflow.parse(render_several(chosen=[path])[path], path).jobs
    assert command(judge.steps[-2]) == "gonogo release --standing --all --into handed"
    assert command(act.steps[-1]) == "gonogo release --standing --from handed"
