"""What is published is taken by artifact id, and its SHA-256 is compared with the build job's output.

Rule R20. A name can be taken by another artifact of the same run; an id and a hash cannot. No command
may run in the job that has the identity, so the comparison is an expression over `hashFiles`, or a job
between the two makes it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from gonogo.ci.workflow import Job, Workflow, action, command, inputs, publishes, texts
from gonogo.model.verdict import Finding

COMPARES = re.compile(r"hashFiles\([^)]*\)\s*==\s*needs\.|needs\.[\w.-]+\s*==\s*hashFiles\(")
SUMS = re.compile(r"\bsha256sum\b[^\n]*(-c|--check)\b|\bshasum\b[^\n]*(-c|--check)\b")


def check(workflow: Workflow) -> list[Finding]:
    """Find publishing jobs that take files by name, overlook a wrong digest, or compare nothing."""
    return [
        workflow.finding("artifact-by-digest", what, FIX, job)
        for job in workflow.publishers
        for what in (*downloads(job), *comparison(workflow, job))
    ]


def downloads(job: Job) -> list[str]:
    """Return what is wrong with how a job takes its files."""
    wrong = []
    for step in job.steps:
        if action(step) == "actions/download-artifact":
            given = inputs(step)
            if "artifact-ids" not in given:
                wrong.append("the files are taken by name, not by artifact id")
            if str(given.get("digest-mismatch", "error")) != "error":
                wrong.append("a wrong digest of the artifact is overlooked")
    return wrong


def comparison(workflow: Workflow, job: Job) -> list[str]:
    """Return a sentence if no hash is compared between the build's output and the upload."""
    here = any(publishes(step) and compares(step) for step in job.steps)
    between = any(SUMS.search(command(step)) for one in workflow.before(job) for step in one.steps)
    return [] if here or between else ["the files' SHA-256 is not compared with the build job's output"]


def compares(step: Mapping[str, Any]) -> bool:
    """Return whether a step's inputs or variables depend on the files' hash being the one that a job gave out."""
    return any(COMPARES.search(text) for text in texts([inputs(step), step.get("env", {})]))


FIX = (
    "download with `artifact-ids:` and `digest-mismatch: error`; compare `hashFiles(…)` with the output "
    "of the build job in the publishing step"
)
