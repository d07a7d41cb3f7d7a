"""Rules on the files that one job hands to another, and on caches."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from gonogo.ci.workflow import Job, Workflow, action, command, inputs, label, publishes, texts
from gonogo.ci.workflow_rules import Breach, Breaches, rule

COMPARES = re.compile(r"hashFiles\([^)]*\)\s*==\s*needs\.|needs\.[\w.-]+\s*==\s*hashFiles\(")
SUMS = re.compile(r"\bsha256sum\b[^\n]*(-c|--check)\b|\bshasum\b[^\n]*(-c|--check)\b")
SWITCHES = {
    "actions/setup-python": ("cache", ("",)),
    "actions/setup-node": ("package-manager-cache", ("false",)),
    "actions/setup-go": ("cache", ("false",)),
    "astral-sh/setup-uv": ("enable-cache", ("false",)),
}


@rule(
    "artifact-by-digest",
    "download with `artifact-ids:` and `digest-mismatch: error`; compare `hashFiles(…)` with the output "
    "of the build job in the publishing step",
)
def artifacts_are_taken_by_digest(workflow: Workflow) -> Breaches:
    """What is published is downloaded by artifact id, and its SHA-256 is compared with the build job's output.

    A name can be taken by another artifact of the same run; an id and a hash cannot. No command may run in the job
    that has the identity, so the comparison is an expression over `hashFiles`, or a job between the two makes it.
    """
    for job in workflow.publishers:
        yield from (Breach(what, job) for what in downloads(job))
        if not compared(workflow, job):
            yield Breach("the files' SHA-256 is not compared with the build job's output", job)


def downloads(job: Job) -> Iterator[str]:
    """Yield what is wrong with how a job takes its files."""
    for step in job.steps:
        if action(step) == "actions/download-artifact":
            given = inputs(step)
            if "artifact-ids" not in given:
                yield "the files are taken by name, not by artifact id"
            if str(given.get("digest-mismatch", "error")) != "error":
                yield "a wrong digest of the artifact is overlooked"


def compared(workflow: Workflow, job: Job) -> bool:
    """Return whether a hash is compared between the build's output and the upload."""
    here = any(publishes(step) and compares(step) for step in job.steps)
    return here or any(SUMS.search(command(step)) for one in workflow.before(job) for step in one.steps)


def compares(step: Mapping[str, Any]) -> bool:
    """Return whether a step's inputs or variables depend on the files' hash being the one that a job gave out."""
    return any(COMPARES.search(text) for text in texts([inputs(step), step.get("env", {})]))


@rule("upload-must-find-files", "add `if-no-files-found: error`")
def uploads_must_find_files(workflow: Workflow) -> Breaches:
    """Every upload of artifacts fails when there is nothing to upload, and overwrites nothing.

    With an empty artifact, every later job would succeed without any file.
    """
    for job, step in workflow.steps():
        if action(step) == "actions/upload-artifact":
            given = inputs(step)
            if given.get("if-no-files-found") != "error":
                yield Breach("an empty artifact is accepted", job)
            if str(given.get("overwrite", "false")).lower() != "false":
                yield Breach("the artifact may replace another one", job, "remove `overwrite`")


@rule("no-cache", 'use no cache here; write `cache: ""` (setup-python) or `enable-cache: false` (setup-uv)')
def releases_use_no_cache(workflow: Workflow) -> Breaches:
    """A workflow that publishes uses no cache, and switches the caches of set-up actions off explicitly.

    Whoever may write a cache may write into the release, as happened to ultralytics.
    """
    for job, step in workflow.steps():
        if workflow.publishers and cached(step):
            yield Breach(f"a cache can reach the release through: {label(step)}", job)


def cached(step: Mapping[str, Any]) -> bool:
    """Return whether a step caches, or does not say that it does not."""
    name = action(step)
    if name.startswith("actions/cache"):
        return True
    if name not in SWITCHES:
        return False
    key, off = SWITCHES[name]
    given = inputs(step)
    return key not in given or str(given[key] if given[key] is not None else "").lower() not in off
