"""Rules on what the jobs of a workflow may do: permissions, the identity, and secrets."""

from __future__ import annotations

import re
from collections.abc import Mapping

from gonogo.ci.workflow import PUBLISH_ACTION, Workflow, action, inputs, label, texts
from gonogo.ci.workflow_rules import Breach, Breaches, rule

HARMLESS = frozenset(
    {
        "actions/download-artifact",
        "actions/attest",
        "actions/attest-build-provenance",
        "actions/attest-sbom",
        PUBLISH_ACTION,
    }
)
SECRET = re.compile(r"\bsecrets\s*(\.|\[)|\btoJSON\(\s*secrets\b", re.IGNORECASE)


@rule("top-permissions-empty", "write `permissions: {}` above `jobs:`")
def top_permissions_are_empty(workflow: Workflow) -> Breaches:
    """The workflow itself grants nothing: `permissions: {}` at the top; each job names what it needs.

    Without it every job gets the repository's default token.
    """
    if workflow.body.get("permissions", None) != {}:
        yield Breach("the workflow does not begin with empty permissions")


@rule("job-permissions", "give it a `permissions:` table with the least that it needs, or `{}`")
def jobs_name_their_permissions(workflow: Workflow) -> Breaches:
    """Every job names the permissions that it needs, and no job asks for all of them.

    Whoever gets code into a job has all that its token permits.
    """
    for job in workflow.jobs:
        if not isinstance(job.body.get("permissions"), Mapping):
            yield Breach("the job does not name its permissions one by one", job)


@rule("oidc-job-runs-nothing", "move this step to a job without id-token and hand its result on as an artifact")
def identity_jobs_run_nothing(workflow: Workflow) -> Breaches:
    """A job that can ask for an identity (`id-token: write`) runs nothing: no command, no checkout, no set-up.

    Whoever gets code into such a job can publish in the project's name. Downloading, attesting and publishing by
    pinned actions is all that such a job does. A trial is left out: a job that is bound to an environment for
    TestPyPI alone, whose identity is valid nowhere else.
    """
    for job, step in workflow.steps():
        if job.grants("id-token") and not job.is_trial and action(step) not in HARMLESS:
            yield Breach(f"a job with an identity also does: {label(step)}", job)


@rule("oidc-not-with-contents-write", "split it: one job publishes, another makes the forge release")
def identity_is_apart_from_contents(workflow: Workflow) -> Breaches:
    """No job has both `id-token: write` and `contents: write`.

    Whoever gets into one job must not get access to both the index and the repository.
    """
    for job in workflow.jobs:
        if job.grants("id-token") and job.grants("contents"):
            yield Breach("the job may publish and may change the repository", job)


@rule("checkout-keeps-no-credentials", "add `persist-credentials: false` to it")
def checkouts_keep_no_credentials(workflow: Workflow) -> Breaches:
    """Every checkout says `persist-credentials: false`.

    Otherwise every later step finds the token in the git configuration.
    """
    for job, step in workflow.steps():
        if action(step) == "actions/checkout" and str(inputs(step).get("persist-credentials")).lower() != "false":
            yield Breach("the checkout leaves its token in the git configuration", job)


@rule("no-pypi-secret", "use trusted publishing (`id-token: write`) for the index and `github.token` for the forge")
def no_secret_is_used(workflow: Workflow) -> Breaches:
    """A workflow that publishes uses no stored secret.

    Trusted publishing is used for the index, and the run's own token for the forge. Stored tokens were stolen in
    GhostAction, Shai-Hulud and LiteLLM.
    """
    if not workflow.publishers:
        return
    if uses_secret({key: value for key, value in workflow.body.items() if key != "jobs"}):
        yield Breach("a stored secret is used for the whole workflow")
    for job in workflow.jobs:
        if (job.calls and "secrets" in job.body) or uses_secret(job.body):
            yield Breach("a stored secret is used", job)


def uses_secret(body: object) -> bool:
    """Return whether an expression somewhere in a piece of a workflow names a secret."""
    return any("${{" in text and SECRET.search(text) for text in texts(body))
