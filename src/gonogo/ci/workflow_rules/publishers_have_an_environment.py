"""Every publishing job is bound to an environment.

Rule R12. There the repository asks a reviewer and admits release tags only. The publisher registered at
the index should name the same environment.
"""

from __future__ import annotations

from collections.abc import Mapping

from gonogo.ci.workflow import Job, Workflow
from gonogo.model.verdict import Finding


def check(workflow: Workflow) -> list[Finding]:
    """Find publishing jobs without an environment."""
    return [
        workflow.finding(
            "publisher-environment",
            "the job publishes outside of any environment",
            "add `environment: pypi`, and give that environment reviewers and a tag rule",
            job,
        )
        for job in workflow.publishers
        if not environment(job)
    ]


def environment(job: Job) -> str:
    """Return the name of a job's environment; empty where it has none."""
    given = job.body.get("environment") or ""
    return str(given.get("name") or "") if isinstance(given, Mapping) else str(given)
