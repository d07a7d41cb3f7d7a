"""Every action and every called workflow is pinned to a commit of 40 hex digits.

Rule R06. A tag can be moved to other code, and has been: tj-actions and trivy-action.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from gonogo.ci.workflow import Job, Workflow
from gonogo.model.verdict import Finding

COMMIT = re.compile(r"[^@]+@[0-9a-f]{40}")
IMAGE = re.compile(r"docker://[^@]+@sha256:[0-9a-f]{64}")


def check(workflow: Workflow) -> list[Finding]:
    """Find uses that are not pinned; those of the repository itself, `./…`, need no pin."""
    found = [(job, str(use["uses"])) for job, use in uses(workflow)]
    return [
        workflow.finding(
            "sha-pinned",
            f"{name} is not pinned to a commit",
            "pin it as OWNER/NAME@<40 hex digits> # vX.Y.Z",
            job,
        )
        for job, name in found
        if not (name.startswith("./") or COMMIT.fullmatch(name) or IMAGE.fullmatch(name))
    ]


def uses(workflow: Workflow) -> list[tuple[Job, Mapping[str, object]]]:
    """Return what names something to use: jobs that call a workflow, and steps with an action."""
    calls = [(job, job.body) for job in workflow.jobs if job.calls]
    return [*calls, *((job, step) for job, step in workflow.steps() if "uses" in step)]
