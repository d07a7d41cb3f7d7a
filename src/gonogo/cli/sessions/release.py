"""`nox -s release`: build, tests, check, publish and verify in one; to the embedded index where none is named."""

from __future__ import annotations

from typing import Any

from gonogo.cli.context import Desk
from gonogo.cli.options import Options
from gonogo.model.board import Board


def run(desk: Desk, options: Options, _session: Any) -> Board:
    """Run every stage in order, each only after a green one; with no --to, nothing is published anywhere."""
    from gonogo.release import stages

    desk.take_over(options)
    plan, world = desk.plan(options), desk.unopened(options.to)
    rows = stages.release(plan, world, lambda: desk.world(options.to), desk.progress, fresh=options.fresh)
    return desk.board(f"release to {options.to}", rows, options, stages.after_release(options.to))
