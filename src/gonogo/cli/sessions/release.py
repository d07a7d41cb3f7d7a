"""`nox -s release`: build, tests, check, publish and verify in one; to the embedded index where none is named."""

from typing import Any

from gonogo.cli.context import SessionContext
from gonogo.cli.options import Options
from gonogo.model.board import Board


def run(shared: SessionContext, options: Options, _session: Any) -> Board:
    """Run every stage in order, each only if the one before it was GO; without --to, nothing becomes public."""
    from gonogo.release import stages

    shared.take_over(options)
    plan, context = shared.plan(options), shared.unopened(options.to)
    rows = stages.release(plan, context, lambda: shared.context(options.to), shared.progress, fresh=options.fresh)
    return shared.board(f"release to {options.to}", rows, options, stages.after_release(options.to))
