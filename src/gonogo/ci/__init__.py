"""CI providers, one file each: a module here with `render`, `detect` and `annotate` is a provider."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from gonogo.model.errors import GonogoError

if TYPE_CHECKING:
    from gonogo.ci.wiring import Package
    from gonogo.ci.workflow import Workflow
    from gonogo.model.project import Project
    from gonogo.model.verdict import Examined

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
    ".zuul.yaml",
    ".zuul.d",
    "zuul.d",
    ".build.yml",
    ".builds",
    "bitbucket-pipelines.yml",
)
"""Files and folders of CI providers: one of them is there where any CI runs."""


class UnknownProvider(GonogoError):
    """No CI provider has that name."""

    text = "gonogo does not know the CI provider {name}; it knows {known}"
    hint_text = "name one of: {known}"


@dataclass(frozen=True)
class Run:
    """One run of a provider; `tag` is the ref without `refs/tags/`, and empty where the ref is no tag."""

    provider: str
    event: str
    ref: str
    tag: str
    repository: str
    url: str


def providers() -> Iterator[ModuleType]:
    """Yield every provider's module."""
    for found in pkgutil.iter_modules(__path__):
        if not found.ispkg:
            module = importlib.import_module(f"{__name__}.{found.name}")
            if all(hasattr(module, ability) for ability in ABILITIES):
                yield module


def provider(name: str) -> ModuleType:
    """Return the module of a provider; UnknownProvider."""
    known = {module.__name__.rpartition(".")[2]: module for module in providers()}
    if name not in known:
        raise UnknownProvider(name=name, known=", ".join(sorted(known)))
    return known[name]


def render(
    project: Project, name: str = "github", chosen: Collection[str] = (), several: Sequence[Package] = ()
) -> dict[str, str]:
    """Return the files that a provider needs, path in the project to text, with what is chosen; UnknownProvider.

    Of `several` packages the project is what their root has in common.
    """
    files: dict[str, str] = provider(name).render(project, chosen, several)
    return files


def paths(root: Path, name: str) -> list[str]:
    """Return the files of a provider that a project has."""
    found = (path for pattern in provider(name).PATHS for path in root.glob(pattern))
    return sorted({path.relative_to(root).as_posix() for path in found})


def publishes_several(root: Path) -> bool:
    """Return whether a workflow of a repository is one that is written for several packages: it verifies each apart."""
    files = (root / path for one in providers() for path in one.FILES)
    return any(" --package " in file.read_text(encoding="utf-8", errors="replace") for file in files if file.is_file())


def named_by(path: str) -> str:
    """Return the provider whose file a path is; empty where it is of none."""
    names = (module.__name__.rpartition(".")[2] for module in providers() if path in {*module.FILES, *module.CHOSEN})
    return next(names, "")


def written_for_others(name: str) -> list[str]:
    """Return the paths of the files that can be written for every provider but one."""
    others = (one for one in providers() if not one.__name__.endswith(f".{name}"))
    return sorted(path for one in others for path in {**one.FILES, **one.CHOSEN, **getattr(one, "SEVERAL", {})})


def detect(environ: Mapping[str, str]) -> Run | None:
    """Return the run that we are in; None where no provider knows its signs in the environment."""
    runs = (module.detect(environ) for module in providers())
    return next((run for run in runs if run is not None), None)


def workflows(path: Path) -> Iterator[Workflow]:
    """Yield the workflow at `path`, or those of the repository at `path`."""
    from gonogo.ci.workflow import Workflow

    if path.is_file():
        yield Workflow.read(path, path.name)
        return
    folder = path / ".github" / "workflows"
    for file in sorted([*folder.glob("*.yml"), *folder.glob("*.yaml")]):
        yield Workflow.read(file, file.relative_to(path).as_posix())


def is_set_up(top: Path) -> bool:
    """Return whether a repository holds the files of any CI provider, known to us or not."""
    return any((top / name).is_file() or ((top / name).is_dir() and any((top / name).iterdir())) for name in ANY)


def examine(path: Path) -> Examined:
    """Check workflows against the rules; the count is that of the workflows, so that none at all is not GO."""
    from gonogo.ci.workflow_rules import all_rules
    from gonogo.model.verdict import Examined

    read, known = list(workflows(path)), all_rules()
    findings = tuple(finding for one in read for rule in known for finding in rule.check(one))
    return Examined(len(read), findings, f"{len(read)} workflows, {len(known)} rules")
