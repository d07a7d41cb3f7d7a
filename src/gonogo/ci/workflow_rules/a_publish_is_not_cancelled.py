"""A run that publishes is never cancelled by a newer one.

Rule R24. Cancelled between two files, a release is half public.
"""

from __future__ import annotations

from collections.abc import Mapping

from gonogo.ci.workflow import Workflow
from gonogo.model.verdict import Finding


def check(workflow: Workflow) -> list[Finding]:
    """Find `cancel-in-progress` that is anything but false where something is published."""
    if not workflow.publishers:
        return []
    places = [(None, workflow.body), *((job, job.body) for job in workflow.publishers)]
    return [
        workflow.finding(
            "publish-not-cancelled",
            "a newer run cancels this one while it publishes",
            "write `cancel-in-progress: false`",
            job,
        )
        for job, body in places
        if cancels(body.get("concurrency"))
    ]


def cancels(concurrency: object) -> bool:
    """Return whether a concurrency group may cancel a run that has started."""
    if not isinstance(concurrency, Mapping):
        return False
    return str(concurrency.get("cancel-in-progress", "false")).lower() != "false"
