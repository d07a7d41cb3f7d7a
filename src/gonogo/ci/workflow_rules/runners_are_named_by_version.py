"""Every job names its runner image by version, such as `ubuntu-24.04`.

Rules R30 and R16. `ubuntu-latest` changes under a release; a self-hosted runner keeps what ran before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from gonogo.ci.workflow import Job, Workflow
from gonogo.model.verdict import Finding

IMAGE = re.compile(r"(ubuntu|macos|windows)-\d[\w.-]*")
MATRIX = re.compile(r"\$\{\{\s*matrix\.([\w-]+)\s*\}\}")


def check(workflow: Workflow) -> list[Finding]:
    """Find jobs on a moving or self-hosted image; values of a matrix are looked up."""
    return [
        workflow.finding(
            "runner-pinned",
            f"the job runs on {', '.join(images(job)) or 'no named image'}",
            "name the image by its version, such as ubuntu-24.04",
            job,
        )
        for job in workflow.jobs
        if not job.calls and not (images(job) and all(IMAGE.fullmatch(image) for image in images(job)))
    ]


def images(job: Job) -> list[str]:
    """Return the images that a job may run on."""
    given = job.body.get("runs-on")
    if isinstance(given, Mapping):
        given = given.get("labels")
    names = [given] if isinstance(given, str) else list(given or [])
    return [image for name in names for image in resolved(str(name), job.body)]


def resolved(name: str, body: Mapping[str, Any]) -> list[str]:
    """Return a name, or the values of the matrix that it stands for."""
    match = MATRIX.fullmatch(name)
    matrix = (body.get("strategy") or {}).get("matrix") if match else None
    if match is None or not isinstance(matrix, Mapping):
        return [name]
    extra = [row[match[1]] for row in matrix.get("include") or [] if match[1] in row]
    return [str(value) for value in [*(matrix.get(match[1]) or []), *extra]] or [name]
