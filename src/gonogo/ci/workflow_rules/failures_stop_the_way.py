"""A failure stops the way to the index: no `continue-on-error`, no `|| true`, no `if: always()`.

Rule R29. It holds for the publishing jobs and for all jobs that they wait for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from gonogo.ci.workflow import Job, Workflow, command, label
from gonogo.model.verdict import Finding

SWALLOWS = re.compile(r"\|\|\s*(true|:|exit\s+0)\b|\|\|\s*:\s*$|\bset\s+\+e\b", re.MULTILINE)
ANYWAY = re.compile(r"\b(always|failure)\(\s*\)")


def check(workflow: Workflow) -> list[Finding]:
    """Find jobs and steps on the way to the index that go on after a failure."""
    way = {one.id: one for job in workflow.publishers for one in (job, *workflow.before(job))}
    return [
        workflow.finding(
            "no-continue-on-error",
            f"a failure is overlooked in: {what}",
            "remove continue-on-error, `|| true` and `always()` from the way to the index",
            job,
        )
        for job in way.values()
        for what in overlooked(job)
    ]


def overlooked(job: Job) -> list[str]:
    """Return the names of a job and its steps that hide a failure."""
    named = [("the job itself", job.body), *((label(step), step) for step in job.steps)]
    return [name for name, body in named if lenient(body)]


def lenient(body: Mapping[str, Any]) -> bool:
    """Return whether a job or step goes on after a failure."""
    forgiving = str(body.get("continue-on-error", "false")).lower() != "false"
    return forgiving or bool(SWALLOWS.search(command(body))) or bool(ANYWAY.search(str(body.get("if", ""))))
