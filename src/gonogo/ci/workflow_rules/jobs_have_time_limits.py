"""Every job has a time limit, `timeout-minutes`, of at most six hours.

Rule R30. Without one a job that hangs holds the release for six hours, and the group with it.
"""

from __future__ import annotations

from gonogo.ci.workflow import Workflow
from gonogo.model.verdict import Finding

MOST = 360


def check(workflow: Workflow) -> list[Finding]:
    """Find jobs without a time limit; a job that only calls another workflow cannot have one."""
    return [
        workflow.finding("timeouts", "the job has no time limit", "add `timeout-minutes: 30`, or what it needs", job)
        for job in workflow.jobs
        if not job.calls and not limited(job.body.get("timeout-minutes"))
    ]


def limited(minutes: object) -> bool:
    """Return whether a limit is a number of minutes that limits something."""
    return isinstance(minutes, int) and not isinstance(minutes, bool) and 0 < minutes <= MOST
