"""A release that is published and verified, in a real repository whose remote is the forge's double."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest
from tests.doubles import forge as forge_double
from tests.doubles import ssh

from gonogo.artifacts.store import Store
from gonogo.model.index import Index
from gonogo.model.location import Layout
from gonogo.model.manifest import Artifact, Manifest
from gonogo.model.plan import Plan
from gonogo.model.project import Project
from gonogo.model.settings import Settings
from gonogo.release.contexts import Context

FILES = {"demo-1.2.3-py3-none-any.whl": b"wheel" * 100, "demo-1.2.3.tar.gz": b"sdist" * 100}
NOTES = "## 1.2.3\n\n- Works. @everyone <script>\n"


@pytest.fixture(scope="session")
def double() -> ModuleType:
    return forge_double


@pytest.fixture
def forge(double: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    with double.open_forge() as running:
        for name, value in running.environ.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("GITHUB_TOKEN", double.TOKEN)
        monkeypatch.delenv("GH_TOKEN", raising=False)
        yield running


@dataclass(frozen=True)
class Released:
    plan: Plan
    context: Context
    manifest: Manifest


def git(root: Path, *words: str) -> str:
    argv = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", *words]
    return subprocess.run(argv, cwd=root, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def released(forge: object, tmp_path: Path) -> Released:
    made = release_to(tmp_path, forge.remote)  # type: ignore[attr-defined]
    root, commit = made.context.project.root, made.manifest.commit
    tag = git(root, "rev-parse", "v1.2.3")
    forge.state.tags["v1.2.3"] = ("tag", tag)  # type: ignore[attr-defined]
    forge.state.objects[tag] = commit  # type: ignore[attr-defined]
    return made


@pytest.fixture
def releasing() -> Callable[..., Released]:
    return release_to


def release_to(tmp_path: Path, remote: str, forge: str = "", bill: str = "") -> Released:
    root = tmp_path / "demo"
    (root / "sboms").mkdir(parents=True)
    git(root, "init", "-q", "-b", "main")
    if bill:
        (root / "sboms" / "demo.cdx.json").write_text(bill)
        git(root, "add", "--all")
    git(root, "commit", "-q", "--allow-empty", "-m", "Release 1.2.3")
    git(root, "tag", "-a", "-m", "1.2.3", "v1.2.3")
    git(root, "remote", "add", "origin", remote)
    commit = git(root, "rev-parse", "HEAD")
    files = []
    for name, content in FILES.items():
        files.append(tmp_path / name)
        files[-1].write_bytes(content)
    artifacts = tuple(Artifact(name, len(data), hashlib.sha256(data).hexdigest()) for name, data in FILES.items())
    manifest = Manifest("demo", "1.2.3", commit, 0, artifacts, "v1.2.3")
    kept = Store(tmp_path / "kept")
    kept.keep(manifest, files)
    project = Project(
        root=root,
        name="demo",
        version="1.2.3",
        layout=Layout("hatchling", "hatchling.build"),
        tag_template="v{version}",
        branch="main",
        remote="origin",
        changelog_kind="towncrier",
        changelog="CHANGELOG.md",
        settings=Settings(forge=forge),
    )
    context = Context(root, project, tmp_path / "none", "origin", Index("index", "", ""), kept)
    plan = Plan("demo", commit, "main", "1.2.2", "1.2.3", "v1.2.3", "Release 1.2.3", NOTES)
    return Released(plan, context, manifest)


@pytest.fixture
def hosted(sample, forge, tmp_path, monkeypatch):
    """The sample, whose remote is on the forge: its API is the double, and git reaches the bare repository."""
    ssh.host(sample, tmp_path)
    monkeypatch.setenv("GITHUB_SERVER_URL", "http://localhost")
    return sample
