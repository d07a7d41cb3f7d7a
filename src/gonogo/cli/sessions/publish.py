"""`nox -s publish`: the judged files go to an index."""

from __future__ import annotations

from typing import Any

from gonogo.cli.context import Desk
from gonogo.cli.options import Options
from gonogo.model.board import Board


def run(desk: Desk, options: Options, _session: Any) -> Board:
    """Upload the judged files to the index that is named with --to; to the embedded one where none is named."""
    from gonogo.release import stages

    desk.take_over(options)
    rows = stages.publish(desk.plan(options), desk.world(options.to), desk.progress)
    return desk.board(f"publish to {options.to}", rows, options, stages.after_publish(options.to))
