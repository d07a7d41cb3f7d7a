"""`nox -s verify`: what the index serves, compared, installed and run."""

from __future__ import annotations

from typing import Any

from gonogo.doors.desk import Desk
from gonogo.doors.options import Options
from gonogo.model.board import Board


def run(desk: Desk, options: Options, _session: Any) -> Board:
    """Compare the index with the manifest, install from it in clean environments, import, and run."""
    from gonogo.engine import pipeline

    desk.take_over(options)
    rows = pipeline.verify(desk.plan(options), desk.world(options.to), desk.story)
    return desk.board(f"verify on {options.to}", rows, options, "invoke status")
