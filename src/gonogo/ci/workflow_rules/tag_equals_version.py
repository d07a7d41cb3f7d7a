"""Before anything is published, a job has compared the tag with the version of the built files.

Rule R27. gonogo's `check` does it when it is given `--tag`.
"""

from __future__ import annotations

import re

from gonogo.ci.workflow import Workflow, command
from gonogo.model.verdict import Finding

COMPARES = re.compile(r"\b(nox|gonogo|invoke)\b[^\n]*--tag[ =]")


def check(workflow: Workflow) -> list[Finding]:
    """Find publishing jobs that wait for no job which compares tag and version."""
    return [
        workflow.finding(
            "tag-equals-version",
            "the tag is not compared with the version before the upload",
            'run `nox -s check -- --tag "$GITHUB_REF_NAME"` in a job that this one needs',
            job,
        )
        for job in workflow.publishers
        if not any(COMPARES.search(command(step)) for one in workflow.before(job) for step in one.steps)
    ]
