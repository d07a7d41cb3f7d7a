"""Every publishing job says `if` on a tag ref and on the repository.

Rule R26. Neither a branch nor a fork publishes.
"""

from __future__ import annotations

import re

from gonogo.ci.workflow import Workflow
from gonogo.model.verdict import Finding

TAG = re.compile(r"startsWith\(\s*github\.ref\s*,\s*'refs/tags/|github\.ref_type\s*==\s*'tag'")
REPOSITORY = re.compile(
    r"github\.repository(_owner|_id|_owner_id)?\s*==|!\s*github\.event\.repository\.fork"
    r"|github\.event\.repository\.fork\s*==\s*false"
)


def check(workflow: Workflow) -> list[Finding]:
    """Find publishing jobs whose `if` lacks one of the two, or joins them with «or»."""
    return [
        workflow.finding(
            "tag-guard",
            "the job may publish from a branch or from a fork",
            "add `if: startsWith(github.ref, 'refs/tags/') && !github.event.repository.fork`",
            job,
        )
        for job in workflow.publishers
        if not guarded(str(job.body.get("if", "")))
    ]


def guarded(condition: str) -> bool:
    """Return whether a condition asks for a tag and for the repository, each as a part that must hold."""
    parts = condition.strip().removeprefix("${{").removesuffix("}}").split("&&")
    sure = [part for part in parts if "||" not in part]
    return any(TAG.search(part) for part in sure) and any(REPOSITORY.search(part) for part in sure)
