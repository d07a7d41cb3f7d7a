"""`nox -s check`: every check over tree, metadata and artifacts."""

from __future__ import annotations

from typing import Any

from gonogo.doors.desk import Desk
from gonogo.doors.options import Options
from gonogo.model.board import Board


def run(desk: Desk, options: Options, _session: Any) -> Board:
    """Run every check over the tree, the metadata and the built files, against the index that is named with --to."""
    from gonogo.engine import build, check

    desk.take_over(options)
    plan = desk.plan(options)
    built = desk.stage("build", lambda: build.build(plan, desk.local))
    rows = check.all_rows(plan, desk.world(options.to), fresh=options.fresh)
    check.keep(plan, desk.local, rows)
    desk.hand_on(options)
    return desk.board("check", [built, *rows], options, "nox -s release")
