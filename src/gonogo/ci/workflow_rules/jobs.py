"""Rules on how jobs run: commands, time limits, failures, and runs that meet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from gonogo.ci.workflow import Job, Workflow, action, command, inputs, label
from gonogo.ci.workflow_rules import Breach, Breaches, rule

MOST = 360
SWALLOWS = re.compile(r"\|\|\s*(true|:|exit\s+0)\b|\|\|\s*:\s*$|\bset\s+\+e\b", re.MULTILINE)
ANYWAY = re.compile(r"\b(always|failure)\(\s*\)")
OWN = ("github.run_id", "github.run_number", "github.run_attempt")


@rule("no-expressions-in-run", 'set it in `env:` of the step and write "$NAME" in the command')
def commands_hold_no_expressions(workflow: Workflow) -> Breaches:
    """No command contains a `${{ }}` expression, nor does a script of github-script.

    A value reaches a command through the environment, where it is only a value. An expression is pasted into the
    script before the shell reads it; a branch name can be a command.
    """
    for job, step in workflow.steps():
        if "${{" in script(step):
            yield Breach(f"an expression is pasted into the command of: {label(step)}", job)


def script(step: Mapping[str, Any]) -> str:
    """Return what a step runs: its command, or its script."""
    return str(inputs(step).get("script", "")) if action(step) == "actions/github-script" else command(step)


@rule("timeouts", "add `timeout-minutes: 30`, or what it needs")
def jobs_have_time_limits(workflow: Workflow) -> Breaches:
    """Every job has a time limit, `timeout-minutes`, of at most six hours.

    Without one, a job that hangs blocks the release and its group for six hours. A job that only calls
    another workflow cannot have one.
    """
    for job in workflow.jobs:
        if not job.calls and not limited(job.body.get("timeout-minutes")):
            yield Breach("the job has no time limit", job)


def limited(minutes: object) -> bool:
    """Return whether a limit is a number of minutes that limits something."""
    return isinstance(minutes, int) and not isinstance(minutes, bool) and 0 < minutes <= MOST


@rule("no-continue-on-error", "remove continue-on-error, `|| true` and `always()` from the way to the index")
def failures_stop_the_way(workflow: Workflow) -> Breaches:
    """A failure stops the publication: no `continue-on-error`, no `|| true`, no `if: always()`.

    It holds for the publishing jobs and for all jobs that they wait for.
    """
    way = {one.id: one for job in workflow.publishers for one in (job, *workflow.before(job))}
    return [Breach(f"a failure is overlooked in: {what}", job) for job in way.values() for what in overlooked(job)]


def overlooked(job: Job) -> Iterator[str]:
    """Yield the names of a job and its steps that hide a failure."""
    for name, body in (("the job itself", job.body), *((label(step), step) for step in job.steps)):
        if lenient(body):
            yield name


def lenient(body: Mapping[str, Any]) -> bool:
    """Return whether a job or step goes on after a failure."""
    forgiving = str(body.get("continue-on-error", "false")).lower() != "false"
    return forgiving or bool(SWALLOWS.search(command(body))) or bool(ANYWAY.search(str(body.get("if", ""))))


@rule("concurrency", "add `concurrency:` with a group of the project and the ref")
def runs_are_in_a_group(workflow: Workflow) -> Breaches:
    """Every workflow has a concurrency group, so that two runs for the same thing do not run at once.

    It is at the top or on each publishing job. A group that names the run itself separates nothing.
    """
    groups = [group(workflow.body) or group(job.body) for job in workflow.publishers or workflow.jobs]
    if not all(name and not any(own in name for own in OWN) for name in groups):
        yield Breach("two runs of the workflow can meet")


def group(body: Mapping[str, object]) -> str:
    """Return the concurrency group of a workflow or job; empty where it has none."""
    given = body.get("concurrency") or ""
    return str(given.get("group") or "") if isinstance(given, Mapping) else str(given)


@rule("publish-not-cancelled", "write `cancel-in-progress: false`")
def a_publish_is_not_cancelled(workflow: Workflow) -> Breaches:
    """A run that publishes is never cancelled by a newer one.

    If it is cancelled between two files, only a part of the release is public.
    """
    for job, body in ((None, workflow.body), *((job, job.body) for job in workflow.publishers)):
        if workflow.publishers and cancels(body.get("concurrency")):
            yield Breach("a newer run cancels this one while it publishes", job)


def cancels(concurrency: object) -> bool:
    """Return whether a concurrency group may cancel a run that has started."""
    if not isinstance(concurrency, Mapping):
        return False
    return str(concurrency.get("cancel-in-progress", "false")).lower() != "false"
