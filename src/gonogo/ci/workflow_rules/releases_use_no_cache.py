"""A workflow that publishes uses no cache, and switches those of set-up actions off in words.

Rule R10. Whatever may write a cache may write into the release: ultralytics.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gonogo.ci.workflow import Workflow, action, inputs, label
from gonogo.model.verdict import Finding

SWITCHES = {
    "actions/setup-python": ("cache", ("",)),
    "actions/setup-node": ("package-manager-cache", ("false",)),
    "actions/setup-go": ("cache", ("false",)),
    "astral-sh/setup-uv": ("enable-cache", ("false",)),
}
FIX = 'use no cache here; write `cache: ""` (setup-python) or `enable-cache: false` (setup-uv)'


def check(workflow: Workflow) -> list[Finding]:
    """Find caches in a file that publishes."""
    if not workflow.publishers:
        return []
    return [
        workflow.finding("no-cache", f"a cache can reach the release through: {label(step)}", FIX, job)
        for job, step in workflow.steps()
        if cached(step)
    ]


def cached(step: Mapping[str, Any]) -> bool:
    """Return whether a step caches, or does not say that it does not."""
    name = action(step)
    if name.startswith("actions/cache"):
        return True
    if name not in SWITCHES:
        return False
    key, off = SWITCHES[name]
    given = inputs(step)
    return key not in given or str(given[key] if given[key] is not None else "").lower() not in off
