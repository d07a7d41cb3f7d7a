"""`invoke forward-port`: a maintenance release's section, for the main branch."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gonogo.cli.task import command

if TYPE_CHECKING:
    from gonogo.model.board import Board


@command(help={"tag": "the tag of the maintenance release, e.g. v1.2.4"})
def forward_port(tag: str) -> Board:
    """Bring the changelog section of a maintenance release into this branch."""
    from gonogo.commands import forward_port as port

    return port.forward_port(Path.cwd(), tag)
