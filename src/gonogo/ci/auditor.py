"""The audit: every workflow file against every workflow rule."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path

from gonogo.ci import workflow_rules
from gonogo.ci.workflow import Workflow
from gonogo.model.verdict import Examined, Finding

Rule = Callable[[Workflow], list[Finding]]


def rules() -> Iterator[tuple[str, Rule]]:
    """Yield every rule: its name, a statement that should be true, and its check."""
    for found in pkgutil.iter_modules(workflow_rules.__path__):
        module = importlib.import_module(f"{workflow_rules.__name__}.{found.name}")
        yield found.name, module.check


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
    known = list(rules())
    findings = tuple(finding for one in read for _, check in known for finding in check(one))
    return Examined(len(read), findings, f"{len(read)} workflows, {len(known)} rules")
