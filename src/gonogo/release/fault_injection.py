"""A rehearsal with faults: the same files are published again and again, each time through one scripted fault."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from gonogo.model.board import Row, is_go
from gonogo.model.plan import Plan
from gonogo.model.stage import Stage
from gonogo.model.verdict import Finding, Verdict
from gonogo.release.context import World
from gonogo.release.runner import Listener, carry
from gonogo.release.steps import steps

if TYPE_CHECKING:
    from gonogo.test_index.scenarios import Scenario


def rows(plan: Plan, world: World, aside: Path, listener: Listener) -> tuple[Row, ...]:
    """Publish through every scenario of the embedded index; GO where each ends as it must."""
    from concurrent.futures import ThreadPoolExecutor

    from gonogo.test_index import SCENARIOS

    with ThreadPoolExecutor(len(SCENARIOS), "fault") as pool:
        return tuple(pool.map(lambda one: row(one, plan, world, aside / "faults", listener), SCENARIOS))


def row(scenario: Scenario, plan: Plan, world: World, folder: Path, listener: Listener) -> Row:
    """Take a scenario's steps through its faults; GO where they end as they must."""
    from gonogo.test_index import Faults, open_index

    started = time.monotonic()
    faults = Faults(*scenario.faults)
    listener.began(scenario.name)
    with open_index(folder / scenario.name, faults=faults) as embedded:
        index = replace(embedded.index, name=scenario.name, embedded=True)
        here = replace(world, index=index, token=lambda: embedded.token)
        ended = end_of(scenario, plan, here)
        faults.released.set()
    as_it_must = ended == scenario.end
    findings = (
        () if as_it_must else (Finding("fault", f"it was {ended}, and must be {scenario.end}", scenario.sentence),)
    )
    verdict = Verdict.GO if as_it_must else Verdict.NO_GO
    told = Row(
        f"fault: {scenario.name}", verdict, time.monotonic() - started, f"{ended}; {scenario.sentence}", findings
    )
    listener.ended(replace(told, name=scenario.name))
    return told


def end_of(scenario: Scenario, plan: Plan, world: World) -> str:
    """Take the scenario's steps and say how that ended: `done`, or `stopped`."""
    return "done" if is_go(carry(steps(*map(Stage, scenario.steps)), plan, world)) else "stopped"
