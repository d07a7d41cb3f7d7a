"""A workflow that publishes is started by a version tag, a published release or a person only.

Rule R25. Tag patterns are anchored to versions: a bare `*` would publish any tag.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gonogo.ci.workflow import Workflow
from gonogo.model.verdict import Finding

ALLOWED = ("push", "release", "workflow_dispatch")
FIX = "start it by `push: tags:` with the pattern of your tags, `release: types: [published]` or `workflow_dispatch`"


def check(workflow: Workflow) -> list[Finding]:
    """Find other triggers, pushes of branches, and tag patterns that match anything."""
    if not workflow.publishers:
        return []
    return [workflow.finding("release-only-triggers", what, FIX) for what in wrong(workflow.triggers)]


def wrong(triggers: Mapping[str, object]) -> Iterator[str]:
    """Yield what is wrong with the triggers of a file that publishes."""
    for name, filters in triggers.items():
        given = filters if isinstance(filters, Mapping) else {}
        if name not in ALLOWED:
            yield f"the workflow publishes on {name}"
        elif name == "push" and ("branches" in given or "branches-ignore" in given or not given.get("tags")):
            yield "the workflow publishes on a push of a branch"
        elif name == "push":
            yield from (f"the tag pattern {tag} is not one of versions" for tag in listed(given["tags"]) if loose(tag))
        elif name == "release" and listed(given.get("types")) != ["published"]:
            yield "the workflow publishes on more of a release than its publication"


def listed(value: object) -> list[str]:
    """Return a filter as a list."""
    if isinstance(value, str):
        return [value]
    return [str(item) for item in value] if isinstance(value, list) else []


def loose(pattern: str) -> bool:
    """Return whether a tag pattern has no shape of a version: no dot, and no digit class."""
    return "." not in pattern and "[0-9]" not in pattern
