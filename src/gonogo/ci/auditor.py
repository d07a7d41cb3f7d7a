"""The audit: every workflow file against every workflow rule."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from gonogo.ci.workflow import Workflow
from gonogo.ci.workflow_rules import all_rules
from gonogo.model.verdict import Examined


def workflows(path: Path) -> Iterator[Workflow]:
    """Yield the workflow at `path`, or those of the repository at `path`."""
    if path.is_file():
        yield Workflow.read(path, path.name)
        return
    folder = path / ".github" / "workflows"
    for file in sorted([*folder.glob("*.yml"), *folder.glob("*.yaml")]):
        yield Workflow.read(file, file.relative_to(path).as_posix())


def examine(path: Path) -> Examined:
    """Hold workflows to the rules; the count is that of the workflows, so that none at all is not GO."""
    read = list(workflows(path))
    known = all_rules()
    findings = tuple(finding for one in read for rule in known for finding in rule.check(one))
    return Examined(len(read), findings, f"{len(read)} workflows, {len(known)} rules")
