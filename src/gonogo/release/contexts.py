"""Worlds: the real one of a project, and a rehearsal's, which differs only in its values."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from gonogo.artifacts.store import Kept
from gonogo.git.repository import Git
from gonogo.model.index import Index
from gonogo.model.project import Project
from gonogo.model.settings import Settings
from gonogo.release import hooks
from gonogo.release.context import World
from gonogo.system import folders

if TYPE_CHECKING:
    from gonogo.test_index import EmbeddedIndex
    from gonogo.test_index.faults import Faults


NOWHERE = Index("none", "", "")
"""The index of a world in which nothing is published."""


@dataclass(frozen=True)
class Target:
    """Where files go: the index, and how its token is found when it is needed."""

    index: Index
    token: Callable[[], str | None]


def real(project: Project, to: str, embedded_target: Target | None = None, folder: Path | None = None) -> World:
    """Return the world of a project with the index named `to`, or with the embedded one that is given.

    What goes to the embedded index goes nowhere, so that hooks which may reach further are left out.
    """
    git = Git(project.root)
    target = embedded_target or named(project, to)
    if embedded_target and target.index != NOWHERE:
        project = replace(project, settings=harmless(project.settings))
    return World(
        repo=git.top,
        project=project,
        candidate=folder or git.folder / "gonogo" / "no-candidate",
        remote=project.remote,
        index=target.index,
        token=target.token,
        kept=Kept(git.folder / "gonogo" / "kept"),
    )


def harmless(settings: Settings) -> Settings:
    """Return settings without the hooks that may reach the world outside."""
    kept = {name: argvs for name, argvs in settings.hooks.items() if name.partition("-")[2] not in hooks.OUTSIDE}
    return replace(settings, hooks=kept)


def named(project: Project, to: str) -> Target:
    """Return a known index as a target; UnknownIndex lists the known ones."""
    from gonogo.index import reading

    return Target(reading.known(to, project.settings), token_for(to))


def local(project: Project, folder: Path | None = None) -> World:
    """Return the world of a project as far as its remote: no index is looked up."""
    return real(project, "none", Target(NOWHERE, lambda: None), folder)


def token_for(name: str) -> Callable[[], str | None]:
    """Return how the token of an index is found: GONOGO_TOKEN_<NAME>, else as twine finds it."""
    from gonogo.index.reading import variable

    return lambda: os.environ.get(variable(name))


@contextmanager
def embedded(own: str, faults: Faults | None = None) -> Iterator[Target]:
    """Give the embedded index, in a temporary folder, until the end; every name but `own` passes through it."""
    from gonogo.index.pip_index import pip_index
    from gonogo.test_index import Options, open_index

    options = Options(fallback=pip_index, own=(own,))
    with folders.temporary() as folder, open_index(folder / "index", options=options, faults=faults) as embedded:
        yield target_of(embedded)


def target_of(embedded: EmbeddedIndex) -> Target:
    """Return an embedded index as a target."""
    return Target(replace(embedded.index, embedded=True), lambda: embedded.token)
