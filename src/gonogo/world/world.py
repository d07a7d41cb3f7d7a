"""A world: where a release happens. The real one and a rehearsal's differ in nothing but these values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gonogo.model.index import Index
from gonogo.model.project import Project
from gonogo.world.git import Git
from gonogo.world.kept import Kept


def no_token() -> str | None:
    """Return no token: the index asks for none, or the uploader finds its own."""
    return None


@dataclass(frozen=True)
class World:
    """One world: the repository, the folder of the candidate, the remote, the index and the kept bytes.

    `token` is asked when a token is needed and never earlier; what it returns is never printed.
    """

    repo: Path
    project: Project
    candidate: Path
    remote: str
    index: Index
    kept: Kept
    token: Callable[[], str | None] = no_token

    @property
    def git(self) -> Git:
        """git in the repository."""
        return Git(self.repo)

    @property
    def aside(self) -> Git:
        """git in the candidate."""
        return Git(self.candidate)
