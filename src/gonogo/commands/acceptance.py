"""Acceptance: would the index for which a release is meant take its files? Asked before anything is pushed."""

from __future__ import annotations

from dataclasses import replace

from gonogo.commands import inspect
from gonogo.index import reading
from gonogo.model.board import Row
from gonogo.model.plan import Plan
from gonogo.model.verdict import Finding, overall
from gonogo.release.context import World

NAME = "index would take it"


def row(plan: Plan, world: World) -> Row:
    """Judge the built files by the rule book, with what the index says of the project; its silence is UNKNOWN.

    The checks before have judged the files by themselves, and against the embedded index: an archived project, a name
    too like another's or a release that is closed is known to the real one alone. Advice was told by those checks.
    """
    settings = world.project.settings
    asked = reading.known(settings.index, settings)
    judged = tuple(inspect.rows(world.kept.files(world.manifest(plan)), inspect.Question(index=asked)))
    blocking = tuple(one for found in judged for one in found.findings if one.blocking)
    note = f"{len(judged)} files, by what {asked.name} says of {plan.name}"
    return Row(
        NAME, overall(found.verdict for found in judged), note="" if blocking else note, findings=unique(blocking)
    )


def unique(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return findings, those that say the same of several files once."""
    return tuple({replace(one, where=""): one for one in findings}.values())
