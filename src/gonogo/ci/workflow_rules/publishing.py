"""Rules on the jobs that publish."""

from __future__ import annotations

import re
from collections.abc import Mapping

from gonogo.ci.workflow import PUBLISH_ACTION, Job, Workflow, action, command, inputs, publishes
from gonogo.ci.workflow_rules import Breach, Breaches, rule

WANTED = {"attestations": "true", "verify-metadata": "true", "print-hash": "true", "skip-existing": "false"}
DEFAULTS = {**WANTED, "print-hash": "false"}
BUILDS = re.compile(
    r"(\b(pip3?\s+install|uv\s+(build|sync|pip|tool|run)|hatch\s+build|poetry\s+(build|install)|flit\s+build"
    r"|pdm\s+build|setup\.py|pipx\s+(run|install)|apt(-get)?\s+install)|-m\s+build)\b"
)
COMPARES = re.compile(r"\b(nox|gonogo|invoke)\b[^\n]*--tag[ =]")


@rule("publish-options", "upload without --skip-existing")
def publish_options_are_strict(workflow: Workflow) -> Breaches:
    """The publish action attests, verifies metadata and prints hashes, and skips nothing that exists.

    Skipping by name hides that other bytes are on the index; PyPI accepts the same bytes twice anyway.
    """
    for job, step in workflow.steps():
        if publishes(step) and "--skip-existing" in command(step):
            yield Breach("files are skipped by their name", job)
        if action(step) == PUBLISH_ACTION:
            given = {key.replace("_", "-"): str(value).lower() for key, value in inputs(step).items()}
            for key, wanted in WANTED.items():
                has = given.get(key, DEFAULTS[key])
                if has != wanted:
                    yield Breach(f"the publish action has {key}: {has}", job, f"write `{key}: {wanted}`")


@rule("build-apart", "build in a job of its own, upload the files as an artifact, and download them here")
def build_is_apart_from_publish(workflow: Workflow) -> Breaches:
    """What is published was built in another job: the publishing job builds and installs nothing.

    The files come from a job that it needs, as an artifact. A trial on TestPyPI may install what sends them.
    """
    for job in workflow.publishers:
        takes = any(action(step) == "actions/download-artifact" for step in job.steps)
        if (builds(job) and not job.is_trial) or not takes:
            yield Breach("the job that publishes also builds or installs, or downloads no artifact", job)


def builds(job: Job) -> bool:
    """Return whether a job builds or installs something."""
    return any(BUILDS.search(command(step)) for step in job.steps)


@rule("publisher-environment", "add `environment: pypi`, and give that environment reviewers and a tag rule")
def publishers_have_an_environment(workflow: Workflow) -> Breaches:
    """Every publishing job is bound to an environment.

    In an environment, a reviewer must approve, and only release tags are allowed. The publisher registered at the
    index should name the same environment.
    """
    for job in workflow.publishers:
        if not environment(job):
            yield Breach("the job publishes outside of any environment", job)


def environment(job: Job) -> str:
    """Return the name of a job's environment; empty where it has none."""
    given = job.body.get("environment") or ""
    return str(given.get("name") or "") if isinstance(given, Mapping) else str(given)


@rule("tag-equals-version", 'run `nox -s check -- --tag "$GITHUB_REF_NAME"` in a job that this one needs')
def tag_equals_version(workflow: Workflow) -> Breaches:
    """Before anything is published, a job has compared the tag with the version of the built files.

    gonogo's `check` does it when it is given `--tag`.
    """
    for job in workflow.publishers:
        if not any(COMPARES.search(command(step)) for one in workflow.before(job) for step in one.steps):
            yield Breach("the tag is not compared with the version before the upload", job)
