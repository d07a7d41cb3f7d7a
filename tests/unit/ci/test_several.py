"""The workflows of several packages: a job for each, in the order of their needs, in one run."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from gonogo.ci.workflow import Workflow, command, inputs, load
from gonogo.git.repository import Git

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


def test_a_pushed_tag_goes_to_the_index_of_the_settings(render_several: Render, tmp_path: Path) -> None:
    files = render_several(index="testpypi")
    jobs = {job.id: job.body for job in Workflow.parse(files[PUBLISH], "publish.yml").jobs}
    assert "--field index=testpypi" in files[START]
    assert jobs["validate"]["env"]["TARGET"] == "${{ inputs.index || 'testpypi' }}"
    assert "(inputs.index || 'testpypi') != 'testpypi' && " in jobs["publish-pypi-core"]["if"]
    assert "(inputs.index || 'testpypi') == 'testpypi' && " in jobs["publish-testpypi"]["if"]
    Git(tmp_path)("init", "--quiet")
    assert "value: testpypi" in render_several("gitlab", index="testpypi")[".gitlab-ci.yml"]


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


@pytest.mark.parametrize(
    ("forge", "path"), [("gitlab", ".gitlab/release-pr.yml"), ("forgejo", ".forgejo/workflows/release-pr.yml")]
)
def test_other_forges_prepare_it_of_all_packages_too(
    render_several: Render, tmp_path: Path, forge: str, path: str
) -> None:
    Git(tmp_path)("init", "-q")
    assert "gonogo release --standing --all --into handed" in render_several(forge, [path])[path]


@pytest.mark.parametrize(
    ("address", "trusted"), [("https://gitlab.com/a/demo", "by identity"), ("https://own.example/a", "")]
)
def test_a_pipeline_of_gitlab_has_jobs_for_each_package_in_the_order_of_their_needs(
    render_several: Render, tmp_path: Path, address: str, trusted: str
) -> None:
    Git(tmp_path)("init", "-q")
    Git(tmp_path)("remote", "add", "origin", address)
    (tmp_path / ".gitlab-ci.yml").write_text(render_several("gitlab")[".gitlab-ci.yml"])
    program = shutil.which("check-jsonschema", path=str(Path(sys.executable).parent)) or ""
    subprocess.run([program, "--builtin-schema", "vendor.gitlab-ci", str(tmp_path / ".gitlab-ci.yml")], check=True)

    jobs = load((tmp_path / ".gitlab-ci.yml").read_text())
    assert jobs[".tag"]["rules"] == [{"if": r"$CI_COMMIT_TAG =~ /^(core\-|mail\-|tool\-)/"}]
    assert jobs["publish-pypi-mail"]["needs"] == ["validate", "approve", "verify-core"]
    manual = [name for name, job in jobs.items() if "manual" in str(job.get("rules") if isinstance(job, dict) else "")]
    assert manual == ["approve"]
    assert [name for name, job in jobs.items() if "id_tokens" in job] == (
        ["publish-pypi-core", "publish-pypi-mail", "publish-pypi-tool", "publish-testpypi"] if trusted else []
    )
    assert ("${PYPI_TOKEN_MAIL:-$PYPI_TOKEN}" in str(jobs["publish-pypi-mail"]["script"])) is not bool(trusted)
    assert jobs["tests"]["script"] == ["nox -s tests -- --all"]


def test_a_workflow_of_forgejo_has_jobs_for_each_package_with_a_secret_of_its_own(
    render_several: Render, tmp_path: Path
) -> None:
    Git(tmp_path)("init", "-q")
    path = ".forgejo/workflows/publish.yml"
    jobs = {job.id: job for job in Workflow.parse(render_several("forgejo")[path], path).jobs}
    assert jobs["publish-pypi-mail"].needs == ("validate", "verify-core")
    (step,) = [one for one in jobs["publish-pypi-mail"].steps if command(one).startswith("twine")]
    assert "secrets.PYPI_TOKEN_MAIL || secrets.PYPI_TOKEN" in str(step["env"])
    assert "'handed/mail/dist'" in step["env"]["DIST"]
