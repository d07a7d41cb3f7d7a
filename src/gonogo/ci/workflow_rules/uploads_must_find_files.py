"""Every handing-on of artifacts fails when there is nothing to hand on, and overwrites nothing.

Rule R21. An empty artifact would make every later job green over nothing.
"""

from __future__ import annotations

from gonogo.ci.workflow import Workflow, action, inputs
from gonogo.model.verdict import Finding


def check(workflow: Workflow) -> list[Finding]:
    """Find uploads of artifacts that accept nothing, or replace what is there."""
    found = []
    for job, step in workflow.steps():
        if action(step) == "actions/upload-artifact":
            given = inputs(step)
            if given.get("if-no-files-found") != "error":
                found.append(
                    workflow.finding(
                        "upload-must-find-files",
                        "an empty artifact is accepted",
                        "add `if-no-files-found: error`",
                        job,
                    )
                )
            if str(given.get("overwrite", "false")).lower() != "false":
                found.append(
                    workflow.finding(
                        "upload-must-find-files",
                        "the artifact may replace another one",
                        "remove `overwrite`",
                        job,
                    )
                )
    return found
