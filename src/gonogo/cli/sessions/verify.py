"""`nox -s verify`: what the index serves, compared, installed and run."""

from __future__ import annotations

from typing import Any

from gonogo.cli.context import Desk
from gonogo.cli.options import Options
from gonogo.model.board import Board


def run(desk: Desk, options: Options, _session: Any) -> Board:
    """Compare the index with the manifest, install from it in clean environments, import, and run."""
    from gonogo.release import stages

    desk.take_over(options)
    rows = stages.verify(desk.plan(options), desk.world(options.to), desk.progress)
    return desk.board(f"verify on {options.to}", rows, options, "invoke status")
