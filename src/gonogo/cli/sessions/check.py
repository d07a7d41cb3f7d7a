"""`nox -s check`: every check over tree, metadata and artifacts."""

from __future__ import annotations

from typing import Any

from gonogo.cli.context import Desk
from gonogo.cli.options import Options
from gonogo.model.board import Board
from gonogo.model.verdict import Verdict


def run(desk: Desk, options: Options, _session: Any) -> Board:
    """Run every check over the tree, the metadata and the built files, against the index that is named with --to."""
    from gonogo.release import check

    desk.take_over(options)
    plan, built = desk.plan(options), desk.built(options)
    if built.verdict is not Verdict.GO:
        return desk.board("check", [built], options, "")
    rows = check.all_rows(plan, desk.world(options.to), fresh=options.fresh)
    check.keep(plan, desk.local, rows)
    desk.hand_on(options)
    return desk.board("check", [built, *rows], options, "nox -s release")
