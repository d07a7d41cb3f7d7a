"""`invoke tag`: a release that came by a pull request gets its tag."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gonogo.cli.task import door
from gonogo.model.board import Board


@door
def tag(_context: Any) -> Board:
    """Tag the merged release commit of this branch, after the checks of a bump, and push the tag."""
    from gonogo.cli.progress import Progress
    from gonogo.commands import pull_request

    return pull_request.tag(Path.cwd(), Progress())
