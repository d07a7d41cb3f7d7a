"""The workflow itself grants nothing: `permissions: {}` at the top, so that each job names what it needs.

Rule R01. Without it every job gets the repository's default token.
"""

from __future__ import annotations

from gonogo.ci.workflow import Workflow
from gonogo.model.verdict import Finding


def check(workflow: Workflow) -> list[Finding]:
    """Find a workflow whose top-level permissions are not an empty table."""
    if workflow.body.get("permissions", None) == {}:
        return []
    what = "the workflow does not begin with empty permissions"
    return [workflow.finding("top-permissions-empty", what, "write `permissions: {}` above `jobs:`")]
