"""What is published was built in another job: the publishing job builds and installs nothing.

Rule R11. The files come from a job that it needs, as an artifact. A trial on TestPyPI may install what sends them.
"""

from __future__ import annotations

import re

from gonogo.ci.workflow import Job, Workflow, action, command
from gonogo.model.verdict import Finding

BUILDS = re.compile(
    r"(\b(pip3?\s+install|uv\s+(build|sync|pip|tool|run)|hatch\s+build|poetry\s+(build|install)|flit\s+build"
    r"|pdm\s+build|setup\.py|pipx\s+(run|install)|apt(-get)?\s+install)|-m\s+build)\b"
)


def check(workflow: Workflow) -> list[Finding]:
    """Find publishing jobs that build, install, or take no artifact."""
    return [
        workflow.finding(
            "build-apart",
            "the job that publishes also builds or installs, or downloads no artifact",
            "build in a job of its own, upload the files as an artifact, and download them here",
            job,
        )
        for job in workflow.publishers
        if (builds(job) and not job.is_trial)
        or not any(action(step) == "actions/download-artifact" for step in job.steps)
    ]


def builds(job: Job) -> bool:
    """Return whether a job builds or installs something."""
    return any(BUILDS.search(command(step)) for step in job.steps)
