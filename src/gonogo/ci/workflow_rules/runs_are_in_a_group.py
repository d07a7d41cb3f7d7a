"""Every workflow has a concurrency group, so that two runs for the same thing do not meet.

Rule R24. A group that names the run itself keeps nothing apart.
"""

from __future__ import annotations

from collections.abc import Mapping

from gonogo.ci.workflow import Workflow
from gonogo.model.verdict import Finding

OWN = ("github.run_id", "github.run_number", "github.run_attempt")


def group(body: Mapping[str, object]) -> str:
    """Return the concurrency group of a workflow or job; empty where it has none."""
    given = body.get("concurrency") or ""
    return str(given.get("group") or "") if isinstance(given, Mapping) else str(given)


def check(workflow: Workflow) -> list[Finding]:
    """Find a workflow without a group, at the top or on each publishing job."""
    jobs = workflow.publishers or workflow.jobs
    groups = [group(workflow.body) or group(job.body) for job in jobs]
    if all(name and not any(own in name for own in OWN) for name in groups):
        return []
    return [
        workflow.finding(
            "concurrency",
            "two runs of the workflow can meet",
            "add `concurrency:` with a group of the project and the ref",
        )
    ]
