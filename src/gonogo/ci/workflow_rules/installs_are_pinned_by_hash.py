"""What the workflow installs is pinned by hash: `--require-hashes` with a lock, or no download at all.

Rule R17. A build tool of a bad release sees and can change everything that is built.
"""

from __future__ import annotations

import re

from gonogo.ci.workflow import Workflow, command
from gonogo.model.verdict import Finding

INSTALL = re.compile(
    r"\b(pip3?\s+install|uv\s+pip\s+(install|sync)|pipx\s+(install|run)|uv\s+tool\s+(install|run)|uvx)\b"
)
FIX = "install from a lock: pip install --no-deps --require-hashes --only-binary :all: -r requirements/release.txt"
SAFE = re.compile(r"--require-hashes\b|--no-index\b|--frozen\b|--locked\b")


def check(workflow: Workflow) -> list[Finding]:
    """Find installing commands without hashes."""
    return [
        workflow.finding("hash-pinned-installs", f"installed without hashes: {line.strip()}", FIX, job)
        for job, step in workflow.steps()
        for line in command(step).replace("\\\n", " ").splitlines()
        if INSTALL.search(line) and not SAFE.search(line)
    ]
