"""`nox -s publish`: the judged files go to an index."""

from typing import Any

from gonogo.cli.context import SessionContext
from gonogo.cli.options import Options
from gonogo.model.board import Board


def run(shared: SessionContext, options: Options, _session: Any) -> Board:
    """Upload the judged files to the index that is named with --to; by default to the embedded index."""
    from gonogo.release import stages

    shared.take_over(options)
    rows = stages.publish(shared.plan(options), shared.context(options.to), shared.progress)
    return shared.board(f"publish to {options.to}", rows, options, stages.after_publish(options.to))
