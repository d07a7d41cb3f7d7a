"""`gonogo sbom`: the bill of materials of a project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gonogo.cli.task import command

if TYPE_CHECKING:
    from gonogo.model.board import Board

HELP = {"check": "write nothing: check that the file is what it would be now"}


@command(help=HELP, program_only=True)
def sbom(check: bool = False) -> Board:
    """Write the vendored parts, and what the lock file pins, as a CycloneDX file; or check that it is up to date."""
    from gonogo.commands import sbom as bill

    return bill.check(Path.cwd()) if check else bill.write(Path.cwd())
