"""A rule's case: an artifact on which it is silent and one on which it speaks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samples_artifacts import sdist, wheel

from gonogo.pypi_rules.artifact import open_artifact
from gonogo.pypi_rules.clients import upload_by
from gonogo.pypi_rules.facts import IndexFacts
from gonogo.pypi_rules.rule import Fault, Rule

Make = Callable[[Path], Path]


@dataclass(frozen=True)
class Case:
    """`bad` and `good` write an artifact; `edit` changes the form of the bad one; `facts` are the index's."""

    bad: Make
    good: Make = wheel
    client: str = "twine"
    edit: Callable[[dict[str, list[str]]], Any] | None = None
    facts: IndexFacts | None = None
    good_facts: IndexFacts | None = None
    as_name: str = ""


def speaks(rule: Rule, case: Case, path: Path) -> list[Fault]:
    """Return what a rule says of a case's bad artifact."""
    upload = upload_by(case.client, open_artifact(path, case.as_name), case.facts)
    if case.edit:
        case.edit(upload.form)
    return list(rule.faults(upload))


def is_silent(rule: Rule, case: Case, path: Path) -> list[Fault]:
    """Return what a rule says of a case's good artifact."""
    return list(rule.faults(upload_by(case.client, open_artifact(path), case.good_facts)))


def wheels(**more: Any) -> Make:
    """Return a maker of changed wheels."""
    return lambda folder: wheel(folder, **more)


def sdists(**more: Any) -> Make:
    """Return a maker of changed sdists."""
    return lambda folder: sdist(folder, **more)


def headed(**headers: Any) -> Make:
    """Return a maker of wheels with changed headers; `_` stands for `-`."""
    return wheels(headers={name.replace("_", "-"): value for name, value in headers.items()})


def form(**fields: str) -> Callable[[dict[str, list[str]]], Any]:
    """Return an edit that sets fields of the form."""
    return lambda given: given.update({name: [value] for name, value in fields.items()})
