"""Every checkout says `persist-credentials: false`.

Rule R07. Else every later step finds the token in the git configuration.
"""

from __future__ import annotations

from gonogo.ci.workflow import Workflow, action, inputs
from gonogo.model.verdict import Finding


def check(workflow: Workflow) -> list[Finding]:
    """Find checkouts that leave the token behind."""
    return [
        workflow.finding(
            "checkout-keeps-no-credentials",
            "the checkout leaves its token in the git configuration",
            "add `persist-credentials: false` to it",
            job,
        )
        for job, step in workflow.steps()
        if action(step) == "actions/checkout" and str(inputs(step).get("persist-credentials")).lower() != "false"
    ]
