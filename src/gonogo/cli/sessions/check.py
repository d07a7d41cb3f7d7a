"""`nox -s check`: every check over tree, metadata and artifacts."""

from typing import Any

from gonogo.cli.context import SessionContext
from gonogo.cli.options import Options
from gonogo.model.board import Board
from gonogo.model.verdict import Verdict


def run(shared: SessionContext, options: Options, _session: Any) -> Board:
    """Run every check over the tree, the metadata and the built files, against the index that is named with --to."""
    from gonogo.release import check

    shared.take_over(options)
    plan, built = shared.plan(options), shared.built(options)
    if built.verdict is not Verdict.GO:
        return shared.board("check", [built], options, "")
    rows = check.all_rows(plan, shared.context(options.to), fresh=options.fresh)
    check.keep(plan, shared.local, rows)
    shared.hand_on(options)
    return shared.board("check", [built, *rows], options, "nox -s release")
