"""No command holds a `${{ }}` expression.

Rule R08. A value reaches a command through the environment, where it is only a value. An expression is
pasted into the script before the shell reads it; a branch name can be a command.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gonogo.ci.workflow import Workflow, action, command, inputs, label
from gonogo.model.verdict import Finding


def check(workflow: Workflow) -> list[Finding]:
    """Find expressions in what a step runs, the scripts of github-script included."""
    return [
        workflow.finding(
            "no-expressions-in-run",
            f"an expression is pasted into the command of: {label(step)}",
            'set it in `env:` of the step and write "$NAME" in the command',
            job,
        )
        for job, step in workflow.steps()
        if "${{" in script(step)
    ]


def script(step: Mapping[str, Any]) -> str:
    """Return what a step runs: its command, or its script."""
    return str(inputs(step).get("script", "")) if action(step) == "actions/github-script" else command(step)
