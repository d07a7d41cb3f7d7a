"""`nox -s reproduce`: does a commit give the same bytes, wherever it is built?"""

from typing import Any

from gonogo.cli.context import SessionContext
from gonogo.cli.options import Options
from gonogo.model.board import Board


def run(shared: SessionContext, options: Options, _session: Any) -> Board:
    """Build HEAD twice, with another folder, umask, time zone, locale and hash seed, and compare the members."""
    from gonogo.release import rebuilding

    rows = rebuilding.twice(shared.plan(options), shared.local, shared.progress)
    return shared.board("reproduce", rows, options, "invoke status")
