"""`invoke push`: the open release goes to the remote."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gonogo.doors.door import door
from gonogo.model.board import Board


@door
def push(_context: Any) -> Board:
    """Push the release's branch and tag to the remote, both or neither."""
    from gonogo.doors.report import Story
    from gonogo.engine import release

    return release.push(Path.cwd(), Story())
