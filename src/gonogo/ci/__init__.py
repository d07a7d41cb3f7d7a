"""CI providers, one file each: a module here with `render`, `detect` and `annotate` is a provider."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from gonogo.model.errors import GonogoError

if TYPE_CHECKING:
    from gonogo.ci.run import Run
    from gonogo.model.project import Project
    from gonogo.model.verdict import Examined, Finding

ABILITIES = ("render", "detect", "annotate")


ANY = (
    ".github/workflows",
    ".forgejo/workflows",
    ".gitea/workflows",
    ".circleci",
    ".gitlab-ci.yml",
    ".travis.yml",
    ".woodpecker.yml",
    ".woodpecker",
    ".buildkite",
    "azure-pipelines.yml",
    "Jenkinsfile",
)
"""Files and folders of CI providers: one of them is there where any CI runs."""


class UnknownProvider(GonogoError):
    """No CI provider has that name."""

    text = "gonogo knows no CI provider {name}; it knows {known}"
    hint_text = "name one of: {known}"


def providers() -> Iterator[ModuleType]:
    """Yield every provider's module."""
    for found in pkgutil.iter_modules(__path__):
        if not found.ispkg:
            module = importlib.import_module(f"{__name__}.{found.name}")
            if all(hasattr(module, ability) for ability in ABILITIES):
                yield module


def render(project: Project, provider: str = "github") -> dict[str, str]:
    """Return the files that a provider needs, path in the project to text; else UnknownProvider."""
    known = {module.__name__.rpartition(".")[2]: module for module in providers()}
    if provider not in known:
        raise UnknownProvider(name=provider, known=", ".join(sorted(known)))
    files: dict[str, str] = known[provider].render(project)
    return files


def detect(environ: Mapping[str, str]) -> Run | None:
    """Return the run that we are in; None where no provider knows its signs in the environment."""
    runs = (module.detect(environ) for module in providers())
    return next((run for run in runs if run is not None), None)


def is_set_up(top: Path) -> bool:
    """Return whether a repository holds the files of any CI provider, known to us or not."""
    return any((top / name).is_file() or ((top / name).is_dir() and any((top / name).iterdir())) for name in ANY)


def examine(path: Path) -> Examined:
    """Hold the workflow file, or every workflow of the repository, at `path` to the workflow rules."""
    from gonogo.ci.auditor import examine as examined

    return examined(path)


def audit(path: Path) -> list[Finding]:
    """Return what the workflow rules find in a workflow file, or in every workflow of a repository."""
    return list(examine(path).findings)
