"""Rules on what starts a workflow, and what starts a job that publishes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from gonogo.ci.workflow import Workflow
from gonogo.ci.workflow_rules import Breach, Breaches, rule

DANGEROUS = ("pull_request_target", "workflow_run", "issue_comment", "issues", "discussion_comment")
ALLOWED = ("push", "release", "workflow_dispatch")
TAG = re.compile(r"startsWith\(\s*github\.ref\s*,\s*'refs/tags/|github\.ref_type\s*==\s*'tag'")
REPOSITORY = re.compile(
    r"github\.repository(_owner|_id|_owner_id)?\s*==|!\s*github\.event\.repository\.fork"
    r"|github\.event\.repository\.fork\s*==\s*false"
)


@rule("safe-triggers", "start it by push, release or workflow_dispatch; test pull requests in a file of their own")
def triggers_are_safe(workflow: Workflow) -> Breaches:
    """No workflow is started by the action of a stranger.

    `pull_request_target`, `workflow_run` and `issue_comment` run with the repository's own rights on a stranger's
    input. A file that publishes is not started by `pull_request` either.
    """
    refused = (*DANGEROUS, "pull_request") if workflow.publishers else DANGEROUS
    return [Breach(f"the workflow is started by {name}") for name in refused if name in workflow.triggers]


@rule(
    "release-only-triggers",
    "start it by `push: tags:` with the pattern of your tags, `release: types: [published]` or `workflow_dispatch`",
)
def only_releases_publish(workflow: Workflow) -> Breaches:
    """A workflow that publishes is started by a version tag, a published release or a person only.

    Tag patterns are anchored to versions: a bare `*` would publish any tag.
    """
    return [Breach(what) for what in wrong(workflow.triggers)] if workflow.publishers else []


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


@rule("tag-guard", "add `if: startsWith(github.ref, 'refs/tags/') && !github.event.repository.fork`")
def publishers_are_guarded(workflow: Workflow) -> Breaches:
    """Every publishing job says `if` on a tag ref and on the repository, and joins the two with «and».

    Neither a branch nor a fork publishes.
    """
    for job in workflow.publishers:
        if not guarded(str(job.body.get("if", ""))):
            yield Breach("the job may publish from a branch or from a fork", job)


def guarded(condition: str) -> bool:
    """Return whether a condition asks for a tag and for the repository, each as a part that must hold."""
    parts = condition.strip().removeprefix("${{").removesuffix("}}").split("&&")
    sure = [part for part in parts if "||" not in part]
    return any(TAG.search(part) for part in sure) and any(REPOSITORY.search(part) for part in sure)
