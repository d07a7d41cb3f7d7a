"""A world: where a release happens. The real one and a rehearsal's differ in nothing but these values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gonogo.artifacts.backend import HookServer
from gonogo.artifacts.store import Kept
from gonogo.git.repository import Git
from gonogo.model.errors import GonogoError, Status
from gonogo.model.index import Index
from gonogo.model.manifest import Manifest
from gonogo.model.plan import Plan
from gonogo.model.project import Project
from gonogo.project.bump import Bumper


class NothingBuilt(GonogoError):
    """No judged bytes are kept for the commit that is to be released."""

    status = Status.NO_GO
    text = "no judged files are kept for {version} at commit {commit}"
    hint_text = "check that commit out, then build and judge it with: nox -s build tests check"


def no_token() -> str | None:
    """Return no token: the index asks for none, or the uploader finds its own."""
    return None


@dataclass(frozen=True)
class World:
    """One world: the repository, the folder of the candidate, the remote, the index and the kept bytes.

    `token` is asked when a token is needed and never earlier; what it returns is never printed. `bumper` and
    `backend` are a bump-my-version and a build backend that have been started already, to save their start-up.
    """

    repo: Path
    project: Project
    candidate: Path
    remote: str
    index: Index
    kept: Kept
    token: Callable[[], str | None] = no_token
    bumper: Bumper | None = None
    backend: HookServer | None = None

    @property
    def git(self) -> Git:
        """git in the repository."""
        return Git(self.repo)

    @property
    def subfolder(self) -> Path:
        """The project's folder, relative to the top of its repository."""
        return self.project.root.resolve().relative_to(self.repo.resolve())

    @property
    def aside(self) -> Git:
        """git in the candidate."""
        return Git(self.candidate)

    def commit(self, plan: Plan) -> str:
        """Return the id of the release commit: what the plan's tag names here or in the candidate, else its base."""
        if plan.tag:
            for git in (self.git, self.aside):
                found = git.root.is_dir() and git.resolve(f"refs/tags/{plan.tag}^{{commit}}")
                if found:
                    return str(found)
        return plan.base

    def manifest(self, plan: Plan) -> Manifest:
        """Return the manifest of the bytes that were judged for a plan; NothingBuilt where none are kept."""
        commit = self.commit(plan)
        found = self.kept.find(commit)
        if found is None:
            raise NothingBuilt(version=plan.new, commit=commit[:12])
        return found
