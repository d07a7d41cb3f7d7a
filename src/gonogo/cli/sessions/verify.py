"""`nox -s verify`: what the index serves, compared, installed and run."""

from typing import Any

from gonogo.cli.context import SessionContext
from gonogo.cli.options import Options
from gonogo.model.board import Board


def run(shared: SessionContext, options: Options, _session: Any) -> Board:
    """Compare the index with the manifest, install the release from it in clean environments, import it, and run it."""
    from gonogo.release import stages

    shared.take_over(options)
    rows = stages.verify(shared.plan(options), shared.context(options.to), shared.progress)
    return shared.board(f"verify on {options.to}", rows, options, "invoke status")
