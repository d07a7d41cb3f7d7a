"""A job that can ask for an identity (`id-token: write`) runs nothing: no command, no checkout, no set-up.

Rule R03. Whoever gets code into such a job can publish in the project's name. Downloading, attesting
and publishing by pinned actions is all that such a job does. A trial is left out: a job that is bound to
an environment for TestPyPI alone, whose identity opens nothing else.
"""

from __future__ import annotations

from gonogo.ci.workflow import PUBLISH_ACTION, Workflow, action, label
from gonogo.model.verdict import Finding

HARMLESS = frozenset(
    {
        "actions/download-artifact",
        "actions/attest",
        "actions/attest-build-provenance",
        "actions/attest-sbom",
        PUBLISH_ACTION,
    }
)


def check(workflow: Workflow) -> list[Finding]:
    """Find steps of identity jobs that are not one of the known download, attest and publish actions."""
    return [
        workflow.finding(
            "oidc-job-runs-nothing",
            f"a job with an identity also does: {label(step)}",
            "move this step to a job without id-token and hand its result on as an artifact",
            job,
        )
        for job, step in workflow.steps()
        if job.grants("id-token") and not job.is_trial and action(step) not in HARMLESS
    ]
