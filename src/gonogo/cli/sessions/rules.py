"""`nox -s rules`: the rule book of the index."""

from typing import Any

from gonogo.cli.context import SessionContext
from gonogo.cli.options import Options
from gonogo.model.board import Board


def run(_desk: SessionContext, _options: Options, _session: Any) -> Board:
    """Print every rule of the index that gonogo applies, its source, and the test that shows it."""
    from gonogo.commands import rules

    return rules.rules()
