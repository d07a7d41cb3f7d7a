"""`nox -s announce`: the forge's release, with notes and files."""

from __future__ import annotations

from typing import Any

from gonogo.doors.desk import Desk
from gonogo.doors.options import Options
from gonogo.model.board import Board


def run(desk: Desk, options: Options, _session: Any) -> Board:
    """Make the forge's release of the tag, with the notes of the changelog and the judged files."""
    from gonogo.engine import pipeline

    desk.take_over(options)
    rows = pipeline.announce(desk.plan(options), desk.local, desk.story)
    return desk.board("announce", rows, options, "invoke status")
