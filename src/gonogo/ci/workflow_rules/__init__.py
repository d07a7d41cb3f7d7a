"""Rules for workflow files: a module for each subject, a function with the decorator `@rule` for each rule."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from gonogo.ci.workflow import Job, Workflow
from gonogo.model.verdict import Finding


class Breach(NamedTuple):
    """One place that breaks a rule: what is wrong, the job, and a fix where it is not the rule's own."""

    what: str
    job: Job | None = None
    fix: str = ""


Breaches = Iterable[Breach]


@dataclass(frozen=True)
class Rule:
    """One rule: the code of its findings, how to fix them, and the function that finds breaches."""

    code: str
    fix: str
    breaches: Callable[[Workflow], Breaches]

    @property
    def name(self) -> str:
        """What should be true, as a name."""
        return self.breaches.__name__

    def check(self, workflow: Workflow) -> list[Finding]:
        """Return the findings on a workflow."""
        return [workflow.finding(self.code, what, fix or self.fix, job) for what, job, fix in self.breaches(workflow)]


def rule(code: str, fix: str) -> Callable[[Callable[[Workflow], Breaches]], Rule]:
    """Make a rule of a function; its name and docstring say what should be true."""
    return lambda function: Rule(code, fix, function)


def all_rules() -> list[Rule]:
    """Return every rule of every module here, in the order of their names."""
    modules = [importlib.import_module(f"{__name__}.{one.name}") for one in pkgutil.iter_modules(__path__)]
    found = [one for module in modules for one in vars(module).values() if isinstance(one, Rule)]
    return sorted(found, key=lambda one: one.name)
