"""GitLab's pipeline and Forgejo's workflow, job by job as CI runs them: their own commands, each job in its own clone.

What CI does is stood in for: a clone with a detached HEAD, artifacts that are copied, variables and secrets.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from tests.doubles import forgejo, gitlab

from gonogo import ci
from gonogo.ci.workflow import Workflow, command, load
from gonogo.release.survey import survey
from gonogo.system.pip_settings import configured_index
from gonogo.test_index import open_index

TAG = "v1.1.0"
Run = Callable[[str], str]


class JobFailed(Exception):
    """A command of a job ended with another status than 0."""


@pytest.fixture(params=["gitlab", "forgejo"])
def double(request: pytest.FixtureRequest) -> Iterator[Any]:
    module: ModuleType = {"gitlab": gitlab, "forgejo": forgejo}[request.param]
    with module.open_forge() as running:
        yield running


def name_of(double: Any) -> str:
    return "gitlab" if isinstance(double.state, gitlab.State) else "forgejo"


@pytest.fixture
def environ(sample: Any, double: Any, tmp_path: Path) -> Iterator[dict[str, str]]:
    """A released sample with its tag on the remote, an index, and the variables of a run for the tag."""
    with open_index(tmp_path / "index", fallback=configured_index()) as embedded:
        sample.write("requirements/release.txt", "gonogo==1 --hash=sha256:00\n")
        sample.settings(f"""
            [tool.gonogo]
            forge = "{name_of(double)}"
            tests = ["python", "-c", "import demo; demo.main()"]
            pythons = ["3.{sys.version_info.minor}"]

            [tool.gonogo.indexes.company]
            upload = "{embedded.index.upload_url}"
            simple = "{embedded.index.simple_url}"
            """)
        assert sample.bump("minor").verdict.value == "GO"
        sample.git("push", "-q", "--atomic", "origin", "main", TAG)
        commit = sample.git("rev-parse", f"{TAG}^{{commit}}")
        double.state.tags[TAG] = commit
        tag = {"CI_COMMIT_TAG": TAG, "CI_COMMIT_SHA": commit, "CI_JOB_TOKEN": gitlab.JOB, "GITLAB_CI": "true"}
        run = {"GITHUB_ACTIONS": "true", "GITHUB_REF_NAME": TAG, "GITHUB_REF": f"refs/tags/{TAG}"}
        yield {
            **os.environ,
            **double.environ,
            **(tag if name_of(double) == "gitlab" else run),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "CI": "true",
            "INDEX": "company",
            "PYPI_TOKEN": embedded.token,
            "TWINE_REPOSITORY_URL": embedded.index.upload_url,
        }


def scripts(project: Any, name: str) -> dict[str, list[tuple[str, Mapping[str, str]]]]:
    """Return the commands of each job, each with its variables; what installs the tools is left out."""
    (text, *_) = ci.render(project, name).values()
    if name == "gitlab":
        jobs = {job: body for job, body in load(text).items() if isinstance(body, dict) and "script" in body}
        return {job: [(line, {}) for line in body["script"]] for job, body in jobs.items()}
    return {
        job.id: [
            (command(step), {**job.body.get("env", {}), **step.get("env", {})})
            for step in job.steps
            if command(step) and "pip install" not in command(step)
        ]
        for job in Workflow.parse(text, "publish.yml").jobs
    }


@pytest.fixture
def run(sample: Any, double: Any, environ: dict[str, str], tmp_path: Path) -> Run:
    """Run the commands of one job in a clone of the tag, with what validate handed on; returns its log."""
    known = scripts(survey(sample.folder), name_of(double))
    values = {
        "${{ inputs.index || 'pypi' }}": "company",
        "${{ github.token }}": forgejo.TOKEN,
        "${{ secrets.PYPI_TOKEN }}": environ["PYPI_TOKEN"],
    }

    def job(name: str) -> str:
        place = tmp_path / name
        subprocess.run(["git", "clone", "-q", str(sample.remote), str(place)], check=True)
        subprocess.run(["git", "checkout", "-q", "--detach", TAG], cwd=place, check=True)
        subprocess.run(["git", "remote", "set-url", "origin", double.remote], cwd=place, check=True)
        if name != "validate":
            shutil.copytree(tmp_path / "validate" / "handed", place / "handed", ignore=shutil.ignore_patterns(".*"))
        log = ""
        for line, given in known[name]:
            more = {key: values.get(text, "handed/dist" if key == "DIST" else text) for key, text in given.items()}
            output = {"GITHUB_OUTPUT": str(tmp_path / "output"), "GONOGO_CODE_QUALITY": "quality.json"}
            shell = ["bash", "-eo", "pipefail", "-c", line]
            done = subprocess.run(
                shell, cwd=place, env={**environ, **more, **output}, capture_output=True, text=True, check=False
            )
            log += done.stdout + done.stderr
            if done.returncode:
                raise JobFailed(f"{line}\n{log}")
        return log

    return job


def files_of(double: Any) -> dict[str, bytes]:
    (release,) = double.state.releases.values()
    if name_of(double) == "forgejo":
        return {one["name"]: double.state.content[one["id"]] for one in release["assets"]}
    return {name: found[-1] for (_, _, name), found in double.state.packages.items()}


def test_a_tag_is_released_from_validate_to_announce(run: Run, double: Any, tmp_path: Path) -> None:
    log = run("validate")
    handed = tmp_path / "validate" / "handed" / "dist"
    mark = "section_start" if name_of(double) == "gitlab" else "::group::"
    assert mark in log
    assert name_of(double) == "forgejo" or (tmp_path / "validate" / "quality.json").read_text() == "[]"
    run("publish-pypi")
    assert "GO" in run("verify")
    run("announce")

    assert files_of(double) == {path.name: path.read_bytes() for path in handed.iterdir()}
    (release,) = double.state.releases.values()
    assert "- A new thing." in (release.get("description") or release.get("body"))
    if name_of(double) == "gitlab":
        run("release")
