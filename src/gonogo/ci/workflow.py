"""A workflow file of GitHub Actions, parsed, with the words that the rules ask it with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from gonogo.model.errors import GonogoError
from gonogo.model.verdict import Finding

LIMIT = 1_000_000
"""Bytes of a workflow file that are read at the most."""

TRIAL = "testpypi"
"""The environment of jobs that can publish to TestPyPI alone."""

PUBLISH_ACTION = "pypa/gh-action-pypi-publish"
UPLOAD_COMMAND = re.compile(
    r"\b(twine\s+upload|uv\s+publish|hatch\s+publish|poetry\s+publish|flit\s+publish|pdm\s+publish"
    r"|(nox|invoke|gonogo)\b[^\n]*(\b|_)publish)\b"
)


class BrokenWorkflow(GonogoError):
    """A workflow file cannot be read."""

    text = "{path} is not a workflow: {why}"
    hint_text = "fix the YAML in {path}, then check again with: invoke doctor"


@dataclass(frozen=True)
class Job:
    """One job: its id, and what stands in it."""

    id: str
    body: Mapping[str, Any]

    @property
    def steps(self) -> list[Mapping[str, Any]]:
        """The steps, those that are tables."""
        steps = self.body.get("steps") or []
        return [step for step in steps if isinstance(step, Mapping)] if isinstance(steps, list) else []

    @property
    def needs(self) -> tuple[str, ...]:
        """The ids of the jobs that it waits for."""
        needs = self.body.get("needs") or ()
        return (needs,) if isinstance(needs, str) else tuple(needs)

    @property
    def calls(self) -> bool:
        """Whether it only calls another workflow."""
        return "uses" in self.body

    def grants(self, name: str, level: str = "write") -> bool:
        """Return whether its token has this permission."""
        permissions = self.body.get("permissions")
        if isinstance(permissions, Mapping):
            return permissions.get(name) == level
        return permissions == "write-all"

    @property
    def is_trial(self) -> bool:
        """Whether its environment is the one whose publisher is registered at TestPyPI alone."""
        environment = self.body.get("environment", "")
        return (environment.get("name") if isinstance(environment, Mapping) else environment) == TRIAL

    @property
    def publishes(self) -> bool:
        """Whether it sends files to an index."""
        return any(publishes(step) for step in self.steps)


@lru_cache(64)
def load(text: str) -> Any:
    """Return what a YAML 1.2 text holds; nobody may change it, since the next who reads the text gets the same."""
    from ruamel.yaml import YAML

    return YAML(typ="safe", pure=True).load(text)


@dataclass(frozen=True)
class Workflow:
    """One workflow: its path as shown, and its parsed text."""

    path: str
    body: Mapping[str, Any]

    @classmethod
    def parse(cls, text: str, path: str) -> Workflow:
        """Read a workflow's YAML 1.2; BrokenWorkflow where it is not a table of jobs."""
        from ruamel.yaml.error import YAMLError

        try:
            body = load(text)
        except (YAMLError, ValueError, RecursionError) as error:
            raise BrokenWorkflow(path=path, why=" ".join(str(error).split())) from error
        if not isinstance(body, Mapping) or not isinstance(body.get("jobs"), Mapping):
            raise BrokenWorkflow(path=path, why="it has no table of jobs")
        return cls(path, body)

    @classmethod
    def read(cls, path: Path, shown: str) -> Workflow:
        """Read a workflow file; BrokenWorkflow where it is too large or is not UTF-8."""
        if path.stat().st_size > LIMIT:
            raise BrokenWorkflow(path=shown, why=f"larger than {LIMIT} bytes")
        try:
            return cls.parse(path.read_text(encoding="utf-8"), shown)
        except UnicodeDecodeError as error:
            raise BrokenWorkflow(path=shown, why=error) from error

    @cached_property
    def jobs(self) -> tuple[Job, ...]:
        """All jobs."""
        return tuple(Job(str(name), body) for name, body in self.body["jobs"].items() if isinstance(body, Mapping))

    @cached_property
    def publishers(self) -> tuple[Job, ...]:
        """The jobs that send files to an index."""
        return tuple(job for job in self.jobs if job.publishes)

    @cached_property
    def triggers(self) -> Mapping[str, Any]:
        """What starts it: event to its filters."""
        on = self.body.get("on", {})
        if isinstance(on, str):
            return {on: None}
        return dict.fromkeys(on) if isinstance(on, list) else on or {}

    def steps(self) -> Iterator[tuple[Job, Mapping[str, Any]]]:
        """Yield every step with its job."""
        for job in self.jobs:
            for step in job.steps:
                yield job, step

    def before(self, job: Job) -> tuple[Job, ...]:
        """Return the jobs that must have ended before a job starts, near and far."""
        by_id = {one.id: one for one in self.jobs}
        found: dict[str, Job] = {}
        waiting = list(job.needs)
        while waiting:
            name = waiting.pop()
            if name in by_id and name not in found:
                found[name] = by_id[name]
                waiting += by_id[name].needs
        return tuple(found.values())

    def finding(self, code: str, what: str, fix: str, job: Job | None = None) -> Finding:
        """Return a finding on this workflow, or on one of its jobs."""
        return Finding(code, what, f"{self.path}, job {job.id}" if job else self.path, fix)


def action(step: Mapping[str, Any]) -> str:
    """Return the action that a step uses, without its version; empty for a step that runs something."""
    return str(step.get("uses", "")).partition("@")[0].lower()


def inputs(step: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a step hands to its action."""
    given = step.get("with")
    return given if isinstance(given, Mapping) else {}


def command(step: Mapping[str, Any]) -> str:
    """Return what a step runs; empty for an action."""
    return str(step.get("run", ""))


def publishes(step: Mapping[str, Any]) -> bool:
    """Return whether a step sends files to an index."""
    return action(step) == PUBLISH_ACTION or bool(UPLOAD_COMMAND.search(command(step)))


def label(step: Mapping[str, Any]) -> str:
    """Return the words that name a step."""
    return str(step.get("name") or step.get("id") or step.get("uses") or command(step).split("\n")[0] or "a step")


def texts(value: object) -> Iterator[str]:
    """Yield every text in a parsed piece of YAML, keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield str(key)
            yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
