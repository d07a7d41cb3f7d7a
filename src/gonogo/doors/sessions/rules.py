"""`nox -s rules`: the rule book of the index."""

from __future__ import annotations

from typing import Any

from gonogo.doors.desk import Desk
from gonogo.doors.options import Options
from gonogo.model.board import Board


def run(_desk: Desk, _options: Options, _session: Any) -> Board:
    """Print every rule of the index that gonogo applies, its source, and the test that shows it."""
    from gonogo.engine import rules

    return rules.rules()
