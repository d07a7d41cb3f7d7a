"""A project as the templates see it, and the workflow files that gonogo renders for it."""

from collections.abc import Callable, Collection
from pathlib import Path

import pytest

from gonogo import ci
from gonogo.ci.wiring import Package
from gonogo.ci.workflow import Workflow
from gonogo.model.location import Layout
from gonogo.model.project import Project
from gonogo.model.settings import Settings

PUBLISH = ".github/workflows/publish.yml"


@pytest.fixture
def make_project(tmp_path: Path) -> Callable[..., Project]:
    def make(name: str = "demo", version: str = "1.2.3", tag: str = "v{version}", **settings: object) -> Project:
        return Project(
            root=tmp_path,
            name=name,
            version=version,
            layout=Layout("hatchling", "hatchling.build"),
            tag_template=tag,
            branch="main",
            remote="origin",
            changelog_kind="towncrier",
            changelog="CHANGELOG.md",
            settings=Settings(**settings),  # type: ignore[arg-type]
        )

    return make


@pytest.fixture
def render_several(make_project: Callable[..., Project]) -> Callable[..., dict[str, str]]:
    """Return the files of a repository of `core`, of `mail` that needs it, and of `tool` alone."""
    needs = {"core": (), "mail": ("core",), "tool": ()}

    def render(provider: str = "github", chosen: Collection[str] = (), index: str = "pypi") -> dict[str, str]:
        projects = {name: make_project(name, tag="{name}-{version}", index=index) for name in needs}
        packages = [Package(projects[name], name, needs[name]) for name in needs]
        return ci.render(make_project("acme"), provider, chosen, packages)

    return render


@pytest.fixture
def publish_text(make_project: Callable[..., Project]) -> str:
    return ci.render(make_project())[PUBLISH]


@pytest.fixture
def mutated(publish_text: str) -> Callable[..., Workflow]:
    def mutate(*changes: tuple[str, str]) -> Workflow:
        text = publish_text
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new)
        return Workflow.parse(text, "publish.yml")

    return mutate
