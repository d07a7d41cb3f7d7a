"""Rules on what a workflow takes from outside: actions, packages and runner images."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from gonogo.ci.workflow import Job, Workflow, command
from gonogo.ci.workflow_rules import Breach, Breaches, rule

COMMIT = re.compile(r"[^@]+@[0-9a-f]{40}")
CONTAINER = re.compile(r"docker://[^@]+@sha256:[0-9a-f]{64}")
INSTALL = re.compile(
    r"\b(pip3?\s+install|uv\s+pip\s+(install|sync)|pipx\s+(install|run)|uv\s+tool\s+(install|run)|uvx)\b"
)
SAFE = re.compile(r"--require-hashes\b|--no-index\b|--frozen\b|--locked\b")
RUNNER = re.compile(r"(ubuntu|macos|windows)-\d[\w.-]*")
MATRIX = re.compile(r"\$\{\{\s*matrix\.([\w-]+)\s*\}\}")


@rule("sha-pinned", "pin it as OWNER/NAME@<40 hex digits> # vX.Y.Z")
def actions_are_pinned(workflow: Workflow) -> Breaches:
    """Every action and every called workflow is pinned to a commit of 40 hex digits.

    A tag can be moved to other code, and has been: tj-actions and trivy-action. Those of the repository itself,
    `./…`, need no pin.
    """
    calls = [(job, job.body) for job in workflow.jobs if job.calls]
    for job, use in (*calls, *((job, step) for job, step in workflow.steps() if "uses" in step)):
        name = str(use["uses"])
        if not (name.startswith("./") or COMMIT.fullmatch(name) or CONTAINER.fullmatch(name)):
            yield Breach(f"{name} is not pinned to a commit", job)


@rule(
    "hash-pinned-installs",
    "lock it with uv pip compile --generate-hashes REQUIREMENTS.in --output-file LOCK.txt, and install from that: "
    "pip install --no-deps --require-hashes --only-binary :all: -r LOCK.txt",
)
def installs_are_pinned_by_hash(workflow: Workflow) -> Breaches:
    """What the workflow installs is pinned by hash: `--require-hashes` with a lock, or no download at all.

    A malicious build tool can change everything that is built.
    """
    for job, step in workflow.steps():
        for line in command(step).replace("\\\n", " ").splitlines():
            if INSTALL.search(line) and not SAFE.search(line):
                yield Breach(f"installed without hashes: {line.strip()}", job)


@rule("runner-pinned", "name the image by its version, such as ubuntu-24.04")
def runners_are_named_by_version(workflow: Workflow) -> Breaches:
    """Every job names its runner image by version, such as `ubuntu-24.04`.

    `ubuntu-latest` can change during a release; a self-hosted runner keeps what ran before. Values of a matrix are
    looked up.
    """
    for job in workflow.jobs:
        names = images(job)
        if not job.calls and not (names and all(RUNNER.fullmatch(name) for name in names)):
            yield Breach(f"the job runs on {', '.join(names) or 'no named image'}", job)


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
