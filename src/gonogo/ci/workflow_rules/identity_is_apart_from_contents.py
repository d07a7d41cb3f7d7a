"""No job has both `id-token: write` and `contents: write`.

Rule R04. One break-in must not give the index and the repository at once.
"""

from __future__ import annotations

from gonogo.ci.workflow import Workflow
from gonogo.model.verdict import Finding


def check(workflow: Workflow) -> list[Finding]:
    """Find jobs that hold both permissions."""
    return [
        workflow.finding(
            "oidc-not-with-contents-write",
            "the job may publish and may change the repository",
            "split it: one job publishes, another makes the forge release",
            job,
        )
        for job in workflow.jobs
        if job.grants("id-token") and job.grants("contents")
    ]
