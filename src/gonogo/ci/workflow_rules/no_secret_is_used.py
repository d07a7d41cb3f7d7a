"""A workflow that publishes uses no stored secret.

Rule R13. The index is met by trusted publishing, the forge by the run's own token. Stored tokens are
what was stolen in GhostAction, Shai-Hulud and LiteLLM.
"""

from __future__ import annotations

import re

from gonogo.ci.workflow import Workflow, texts
from gonogo.model.verdict import Finding

SECRET = re.compile(r"\bsecrets\s*(\.|\[)|\btoJSON\(\s*secrets\b", re.IGNORECASE)


def check(workflow: Workflow) -> list[Finding]:
    """Find secrets in a file that publishes, handed to a called workflow too."""
    if not workflow.publishers:
        return []
    top = {key: value for key, value in workflow.body.items() if key != "jobs"}
    whole = [workflow.finding("no-pypi-secret", "a stored secret is used for the whole workflow", FIX)]
    return [
        *(whole if uses_secret(top) else []),
        *(
            workflow.finding("no-pypi-secret", "a stored secret is used", FIX, job)
            for job in workflow.jobs
            if (job.calls and "secrets" in job.body) or uses_secret(job.body)
        ),
    ]


def uses_secret(body: object) -> bool:
    """Return whether an expression somewhere in a piece of a workflow names a secret."""
    return any("${{" in text and SECRET.search(text) for text in texts(body))


FIX = "use trusted publishing (`id-token: write`) for the index and `github.token` for the forge"
