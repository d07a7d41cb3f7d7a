"""The announcement of packages that share a tag, or that the settings announce as one: one release on the forge.

It has the notes and the files of all of them, and is at the last of their tags.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from gonogo.artifacts.store import Store
from gonogo.model.board import Row
from gonogo.model.errors import few
from gonogo.model.plan import Plan
from gonogo.model.stage import AFTER_VERIFY, Stage
from gonogo.release import record
from gonogo.release.contexts import Context
from gonogo.release.group.run import Part
from gonogo.release.runner import Listener, carry
from gonogo.release.steps import Step, steps


def own_steps(plan: Plan, context: Context, stages: Iterable[Stage]) -> tuple[Step, ...]:
    """Return the steps that a package takes by itself: to announce it is none of them, where others are announced with
    it."""
    return steps(*(stage for stage in stages if not (is_together(plan, context) and stage in AFTER_VERIFY)))


def is_together(plan: Plan, context: Context) -> bool:
    """Return whether a package is announced with others: they share a tag, or the settings say so."""
    return plan.shares_tag or (bool(plan.beside) and context.project.settings.forge_releases == "one")


def together(parts: Sequence[Part]) -> list[tuple[Part, ...]]:
    """Return the packages that are announced as one: those that share a tag, or all."""
    found: dict[str, tuple[Part, ...]] = {}
    for part in parts:
        if is_together(part.plan, part.context):
            key = "" if part.context.project.settings.forge_releases == "one" else part.plan.tag
            found[key] = (*found.get(key, ()), part)
    return list(found.values())


def announce(parts: Sequence[Part], listener: Listener) -> tuple[Row, ...]:
    """Announce packages as one, at the last of their tags."""
    last = parts[-1]
    manifests = [part.context.manifest(part.plan) for part in parts]
    files = [path for part, one in zip(parts, manifests, strict=True) for path in part.context.kept.files(one)]
    name = last.context.repo.name
    whole = replace(manifests[-1], name=name, artifacts=tuple(file for one in manifests for file in one.artifacts))
    kept = Store(last.context.kept.root / "shared")
    kept.root.mkdir(parents=True, exist_ok=True)
    kept.keep(whole, files)
    notes = "\n\n".join(filter(None, (record.notes(part.plan, part.context) for part in parts)))
    shared = f"{name} {last.plan.new}" if last.plan.shares_tag else ""
    title = shared or few(f"{part.plan.name} {part.plan.new}" for part in parts)
    plan = replace(last.plan, name=name, notes=notes, whole=title)
    return carry(steps(*AFTER_VERIFY), plan, replace(last.context, kept=kept), listener)
