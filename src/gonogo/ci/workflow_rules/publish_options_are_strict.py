"""The publish action attests, verifies metadata and prints hashes, and skips nothing that exists.

Rules R22 and R23. Skipping by name hides that other bytes are on the index; PyPI accepts the
same bytes twice anyway.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from gonogo.ci.workflow import PUBLISH_ACTION, Workflow, action, command, inputs, publishes
from gonogo.model.verdict import Finding

WANTED = {"attestations": "true", "verify-metadata": "true", "print-hash": "true", "skip-existing": "false"}
DEFAULTS = {**WANTED, "print-hash": "false"}


def check(workflow: Workflow) -> list[Finding]:
    """Find publish actions with weaker options, and upload commands that skip by name."""
    return [
        workflow.finding("publish-options", what, fix, job)
        for job, step in workflow.steps()
        for what, fix in weak(step)
    ]


def weak(step: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each weak option of a publishing step, and its mending."""
    if publishes(step) and "--skip-existing" in command(step):
        yield "files are skipped by their name", "upload without --skip-existing"
    if action(step) == PUBLISH_ACTION:
        given = {key.replace("_", "-"): str(value).lower() for key, value in inputs(step).items()}
        for key, wanted in WANTED.items():
            has = given.get(key, DEFAULTS[key])
            if has != wanted:
                yield f"the publish action has {key}: {has}", f"write `{key}: {wanted}`"
