"""`nox -s announce`: the forge's release, with notes and files."""

from __future__ import annotations

from typing import Any

from gonogo.cli.context import Desk
from gonogo.cli.options import REHEARSAL, Options
from gonogo.model.board import Board


def run(desk: Desk, options: Options, _session: Any) -> Board:
    """Make the forge's release of the tag, once its files are published, with notes and judged files.

    The index that is asked is the one named with --to, else the one of the settings.
    """
    from gonogo.release import stages

    desk.take_over(options)
    settings = desk.project.settings
    to = settings.index if options.to == REHEARSAL else options.to
    world = desk.local if settings.publish == "nowhere" else desk.world(to)
    rows = stages.announce(desk.plan(options), world, desk.progress)
    return desk.board("announce", rows, options, "invoke status")
