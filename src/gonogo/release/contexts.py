"""Contexts: where and when a release happens. The real one and a rehearsal's differ in nothing but their values."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from packaging.utils import canonicalize_name

from gonogo.artifacts.backend import HookServer
from gonogo.artifacts.environments import Siblings
from gonogo.artifacts.store import Store
from gonogo.artifacts.workshops import Workshops
from gonogo.git.clone import TemporaryGit
from gonogo.git.repository import Git
from gonogo.model.errors import GonogoError, NoGo
from gonogo.model.index import Index
from gonogo.model.manifest import Manifest
from gonogo.model.plan import Plan
from gonogo.model.project import Project
from gonogo.model.settings import Settings
from gonogo.project.bump import Bumper
from gonogo.release import hooks
from gonogo.release.trees import Trees
from gonogo.system import folders

if TYPE_CHECKING:
    from datetime import date

    from gonogo.test_index.faults import Faults


class NothingBuilt(NoGo):
    text = "no judged files are kept for {version} at commit {commit}"
    hint_text = "check that commit out, then build and judge it with: nox -s build tests check"


class BadEpoch(GonogoError):
    text = "SOURCE_DATE_EPOCH is '{epoch}', which is not a number of seconds since 1970"
    hint_text = "unset it, or set it to a number such as that of: git log -1 --format=%ct"


def no_token() -> str | None:
    """Return no token: the index asks for none, or the uploader finds its own."""
    return None


@dataclass(frozen=True)
class Context:
    """Where a release happens: repository, folder of the temporary clone, remote, index and kept files.

    `token` is asked when a token is needed and never earlier; what it returns is never printed. `bumper` and
    `backend` are a bump-my-version and a build backend that have been started already, to save their start-up.
    `siblings` are other packages that are released with this one, `trees` the clean clones that they share, and
    `workshops` the environments in which they are built.
    """

    repo: Path
    project: Project
    clone_folder: Path
    remote: str
    index: Index
    kept: Store
    token: Callable[[], str | None] = no_token
    bumper: Bumper | None = None
    backend: HookServer | None = None
    siblings: Siblings | None = None
    trees: Trees | None = None
    workshops: Workshops | None = None

    @property
    def git(self) -> Git:
        """git in the repository."""
        return Git(self.repo)

    @property
    def subfolder(self) -> Path:
        """The project's folder, relative to the top of its repository."""
        return self.project.root.resolve().relative_to(self.repo.resolve())

    @property
    def clone(self) -> Git:
        """git in the temporary clone."""
        return TemporaryGit(self.clone_folder)

    def commit(self, plan: Plan) -> str:
        """Return the id of the release commit: what the plan's tag names here or in the clone, else the plan's base."""
        if plan.tag:
            for git in (self.git, self.clone):
                found = git.root.is_dir() and git.resolve(f"refs/tags/{plan.tag}^{{commit}}")
                if found:
                    return str(found)
        return plan.base

    def forget(self, plan: Plan) -> None:
        """Remove the kept bytes of a release that was not pushed."""
        manifest = self.kept.find(self.commit(plan))
        if manifest is not None:
            self.kept.forget(manifest)

    def manifest(self, plan: Plan) -> Manifest:
        """Return the manifest of the bytes that were judged for a plan; NothingBuilt where none are kept."""
        commit = self.commit(plan)
        found = self.kept.find(commit)
        if found is None:
            raise NothingBuilt(version=plan.new, commit=commit[:12])
        return found


NOWHERE = Index("none", "", "")  # the index of a context in which nothing is published


@dataclass(frozen=True)
class Target:
    """Where files go: the index, and how its token is found when it is needed."""

    index: Index
    token: Callable[[], str | None]


def real(project: Project, to: str, embedded_target: Target | None = None, folder: Path | None = None) -> Context:
    """Return the context of a project with the index `to`, or with an embedded one, for which hooks are left out."""
    git = Git(project.root)
    target = embedded_target or named(project, to)
    if embedded_target and target.index != NOWHERE:
        project = replace(project, settings=harmless(project.settings))
    return Context(
        repo=git.top,
        project=project,
        clone_folder=folder or git.folder / "gonogo" / "no-clone",
        remote=project.remote,
        index=target.index,
        token=target.token,
        kept=Store(git.folder / "gonogo" / "kept" / own_name(project, git)),
    )


def own_name(project: Project, git: Git) -> str:
    """Return the folder of a package's bytes among those of its repository; empty for one at the top."""
    return "" if project.root.resolve() == git.top.resolve() else canonicalize_name(project.name)


def harmless(settings: Settings) -> Settings:
    """Return settings without the hooks that may change something outside of this machine."""
    kept = {name: argvs for name, argvs in settings.hooks.items() if name.partition("-")[2] not in hooks.OUTSIDE}
    return replace(settings, hooks=kept)


def named(project: Project, to: str) -> Target:
    """Return a known index as a target; UnknownIndex lists the known ones."""
    from gonogo.index import reading

    return Target(reading.known(to, project.settings), token_for(to))


def local(project: Project, folder: Path | None = None) -> Context:
    """Return the context of a project as far as its remote: no index is looked up."""
    return real(project, "none", Target(NOWHERE, lambda: None), folder)


def token_for(name: str) -> Callable[[], str | None]:
    """Return how the token of an index is found: GONOGO_TOKEN_<NAME>, else as twine finds it."""
    from gonogo.index.reading import variable

    return lambda: os.environ.get(variable(name))


@contextmanager
def embedded(own: str, faults: Faults | None = None, beside: Iterable[str] = ()) -> Iterator[Target]:
    """Give the embedded index in a temporary folder; it passes on every name but `own` and those `beside` it."""
    from gonogo.system.pip_settings import pip_index
    from gonogo.test_index import Options, open_index

    options = Options(fallback=pip_index, own=(own, *beside))
    with folders.temporary() as folder, open_index(folder / "index", options=options, faults=faults) as embedded:
        yield Target(replace(embedded.index, embedded=True), lambda: embedded.token)


def today() -> date:
    """Return the date of the release: of SOURCE_DATE_EPOCH where it is set, else today's, in UTC; BadEpoch."""
    import datetime

    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    zone = datetime.timezone.utc
    if not epoch:
        return datetime.datetime.now(zone).date()
    try:
        return datetime.datetime.fromtimestamp(int(epoch), zone).date()
    except (ValueError, OverflowError, OSError) as error:
        raise BadEpoch(epoch=epoch) from error
