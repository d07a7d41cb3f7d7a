"""No workflow is started by what a stranger does.

Rule R05. `pull_request_target`, `workflow_run` and `issue_comment` run with the repository's own
rights on a stranger's input. A file that publishes is not started by `pull_request` either.
"""

from __future__ import annotations

from gonogo.ci.workflow import Workflow
from gonogo.model.verdict import Finding

DANGEROUS = ("pull_request_target", "workflow_run", "issue_comment", "issues", "discussion_comment")


def check(workflow: Workflow) -> list[Finding]:
    """Find dangerous triggers."""
    refused = (*DANGEROUS, "pull_request") if workflow.publishers else DANGEROUS
    return [
        workflow.finding(
            "safe-triggers",
            f"the workflow is started by {name}",
            "start it by push, release or workflow_dispatch; test pull requests in a file of their own",
        )
        for name in refused
        if name in workflow.triggers
    ]
