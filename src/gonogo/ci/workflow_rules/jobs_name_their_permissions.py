"""Every job names the permissions that it needs, and no job asks for all of them.

Rule R02.
"""

from __future__ import annotations

from collections.abc import Mapping

from gonogo.ci.workflow import Workflow
from gonogo.model.verdict import Finding


def check(workflow: Workflow) -> list[Finding]:
    """Find jobs without a table of permissions."""
    return [
        workflow.finding(
            "job-permissions",
            "the job does not name its permissions one by one",
            "give it a `permissions:` table with the least that it needs, or `{}`",
            job,
        )
        for job in workflow.jobs
        if not isinstance(job.body.get("permissions"), Mapping)
    ]
