"""The announcement of packages that share a tag: one release on the forge, with the notes and files of all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from gonogo.artifacts.store import Store
from gonogo.model.board import Row
from gonogo.model.plan import Plan
from gonogo.model.stage import AFTER_VERIFY, Stage
from gonogo.release import record
from gonogo.release.group_run import Part
from gonogo.release.runner import Listener, carry
from gonogo.release.steps import Step, steps


def own_steps(plan: Plan, stages: Iterable[Stage]) -> tuple[Step, ...]:
    """Return the steps that a package takes by itself: to announce it is none of them, where others share its tag."""
    return steps(*(stage for stage in stages if not (plan.shares_tag and stage in AFTER_VERIFY)))


def sharing(parts: Sequence[Part]) -> list[tuple[Part, ...]]:
    """Return the packages that share a tag, together."""
    tags = dict.fromkeys(part.plan.tag for part in parts if part.plan.shares_tag)
    return [tuple(part for part in parts if part.plan.tag == tag) for tag in tags]


def announce(parts: Sequence[Part], listener: Listener) -> tuple[Row, ...]:
    """Announce packages that share a tag as one."""
    last = parts[-1]
    manifests = [part.context.manifest(part.plan) for part in parts]
    files = [path for part, one in zip(parts, manifests, strict=True) for path in part.context.kept.files(one)]
    name = last.context.repo.name
    whole = replace(manifests[-1], name=name, artifacts=tuple(file for one in manifests for file in one.artifacts))
    kept = Store(last.context.kept.root / "shared")
    kept.root.mkdir(parents=True, exist_ok=True)
    kept.keep(whole, files)
    notes = "\n\n".join(filter(None, (record.notes(part.plan, part.context) for part in parts)))
    plan = replace(last.plan, name=name, notes=notes)
    return carry(steps(*AFTER_VERIFY), plan, replace(last.context, kept=kept), listener)
