"""What every test may use: a git identity of its own, and a sample project with a bare remote beside it."""

from __future__ import annotations

import gc
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from textwrap import dedent
from typing import TypeVar

import hypothesis
import pytest

from gonogo.commands import bump as release
from gonogo.model.board import Board
from gonogo.release.planner import Request
from gonogo.release.runner import Silence
from gonogo.system import activity

sys.path.insert(0, str(Path(__file__).parent))

import machine
from forks import command_forks
from forks.servers import forked
from judging import install_nothing
from states import States, moved

Result = TypeVar("Result")
hypothesis.settings.register_profile("gonogo", deadline=None)
hypothesis.settings.load_profile("gonogo")
TODAY = date(2026, 11, 23)
BEGAN = f"{int(time.time())} +0000"
"""When the samples of this process are committed to: the same commit has the same id in every test."""
JOURNEYS = Path(__file__).parent / "journeys"
PYPROJECT = """\
    [build-system]
    requires = ["hatchling"]
    build-backend = "hatchling.build"

    [project]
    name = "demo-sample"
    version = "1.0.0"
    description = "A sample."
    readme = "README.md"
    requires-python = ">=3.10"
    license = "MIT"
    license-files = ["LICENSE"]
    classifiers = ["Programming Language :: Python :: 3"]

    [project.scripts]
    demo-sample = "demo:main"

    [tool.hatch.build.targets.wheel]
    packages = ["src/demo"]

    [tool.towncrier]
    directory = "changelog.d"
    filename = "CHANGELOG.md"
    start_string = "<!-- towncrier release notes start -->\\n"
    title_format = "## {version} ({project_date})"
    underlines = ["", "", ""]
    """
FILES = {
    "README.md": "# demo\n\nA sample.\n",
    "LICENSE": "MIT\n",
    "CHANGELOG.md": "# Changelog\n\n<!-- towncrier release notes start -->\n\n## 1.0.0 (2026-01-01)\n\n- The first.\n",
    "changelog.d/.gitignore": "!.gitignore\n",
    "changelog.d/1.feature.md": "A new thing.\n",
    "src/demo/__init__.py": '"""A sample."""\n\n\ndef main() -> None:\n    """Print."""\n    print("demo")\n',
    "tests/test_demo.py": "import demo\n\n\ndef test_main():\n    demo.main()\n",
    "noxfile.py": "import gonogo\n\ngonogo.sessions()\n",
    "tasks.py": "import gonogo\n\nns = gonogo.tasks()\n",
    ".gitignore": ".nox/\n__pycache__/\n",
}

CONFIG = (
    "[user]\n\tname = Test\n\temail = test@example.org\n[init]\n\tdefaultBranch = main\n[maintenance]\n\tauto = false\n"
)
"""git's settings of every test; its upkeep after each commit would only take time."""


def pytest_configure(config: pytest.Config) -> None:
    """Make the machine ready, once, before any worker starts."""
    if not hasattr(config, "workerinput"):
        machine.compile_installed()
        config.add_cleanup(machine.work_in_memory())


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Run one test more at a time than there are cores: most of them wait for programs that they start."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is in the folder of the long tests as one of them."""
    for item in items:
        if JOURNEYS in item.path.parents:
            item.add_marker("journey")


def pytest_collection_finish() -> None:
    """Keep the collector of garbage from going through all tests again and again; they live to the end."""
    gc.collect()
    gc.freeze()


def isolate_git(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Give git an identity and nothing of the machine's configuration."""
    config = folder / "gitconfig"
    config.write_text(CONFIG)
    patch.setenv("GIT_CONFIG_GLOBAL", str(config))
    patch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture(scope="session", autouse=True)
def git_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Give git an identity of its own, and gonogo nothing of the machine's settings."""
    prefixes = ("TWINE_", "GITHUB_", "UV_PUBLISH", "NOX_", "GONOGO_")
    with pytest.MonkeyPatch.context() as patch:
        isolate_git(tmp_path_factory.mktemp("git"), patch)
        for name in [name for name in os.environ if name.startswith(prefixes)]:
            patch.delenv(name)
        yield


@pytest.fixture
def git_config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of git's settings of one test, which may change it."""
    isolate_git(tmp_path, monkeypatch)
    return tmp_path / "gitconfig"


@dataclass(frozen=True)
class Sample:
    """A sample project in `folder`, its bare remote in `remote`."""

    folder: Path
    remote: Path
    states: States | None = None

    def git(self, *words: str) -> str:
        """Run git in the project."""
        return subprocess.run(
            ["git", *words], cwd=self.folder, check=True, capture_output=True, text=True
        ).stdout.strip()

    def remote_git(self, *words: str) -> str:
        """Run git in the remote."""
        return subprocess.run(
            ["git", *words], cwd=self.remote, check=True, capture_output=True, text=True
        ).stdout.strip()

    def write(self, path: str, text: str) -> Path:
        """Write a file."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
        return target

    def commit(self, path: str, text: str, message: str = "change") -> None:
        """Write a file and commit it."""
        self.write(path, text)
        self.git("add", "--all")
        dates = {"GIT_AUTHOR_DATE": BEGAN, "GIT_COMMITTER_DATE": BEGAN, **os.environ}
        subprocess.run(["git", "commit", "-qm", message], cwd=self.folder, env=dates, check=True, capture_output=True)

    def settings(self, text: str) -> None:
        """Append to pyproject.toml and commit and push it."""
        self.commit("pyproject.toml", (self.folder / "pyproject.toml").read_text() + "\n" + dedent(text), "settings")
        self.git("push", "-q")

    def bump(self, part: str = "minor", **words: str | bool) -> Board:
        """Bump in this process."""
        return release.bump(self.folder, Request(part=part, **words), TODAY, Silence())  # type: ignore[arg-type]

    def landed(self, part: str = "minor", **words: str | bool) -> Board:
        """Have a release that is bumped, where the bump is not what the test is about."""
        return self.once(f"bump {part} {words}", lambda: self.bump(part, **words))

    def once(self, name: str, act: Callable[[], Result]) -> Result:
        """Act, or be where the act of that name led when it began with the same files as they are now."""
        whole = (self.folder / ".git").is_dir() and self.remote.is_dir()
        return self.states.reach(name, (self.folder, self.remote), act) if self.states and whole else act()

    def run(self, *words: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Run a module of this Python in the project, such as `invoke` or `nox`."""
        return command_forks.run(words, self.folder, env)

    def snapshot(self) -> dict[str, str]:
        """Return what must not change: refs, index entries, and every file of the work tree."""
        files = {
            path.relative_to(self.folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and not {".git", "__pycache__"} & set(path.relative_to(self.folder).parts)
        }
        return {
            **files,
            "refs": self.git("for-each-ref"),
            "HEAD": self.git("rev-parse", "HEAD"),
            "index": self.git("ls-files", "-s"),
            "remote": self.remote_git("for-each-ref"),
        }


@pytest.fixture(scope="session", autouse=True)
def forked_servers() -> Iterator[None]:
    """Fork the servers of this process, and the commands that tests type; what those start, starts as for a user."""
    with forked():
        yield


def make(folder: Path, files: dict[str, str]) -> Sample:
    """Make a sample project with a bare remote that it tracks."""
    sample = Sample(folder / "demo", folder / "remote.git")
    sample.folder.mkdir(parents=True)
    for path, text in files.items():
        sample.write(path, text)
    sample.git("init", "-q")
    sample.git("add", "--all")
    sample.git("commit", "-qm", "The project")
    subprocess.run(["git", "clone", "-q", "--bare", str(sample.folder), str(sample.remote)], check=True)
    sample.git("remote", "add", "origin", str(sample.remote))
    sample.git("push", "-q", "-u", "origin", "main")
    return sample


@pytest.fixture(scope="session")
def ready_sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """The sample as it is made, packed and without git's examples of hooks; tests get copies."""
    made = make(tmp_path_factory.mktemp("sample"), {"pyproject.toml": dedent(PYPROJECT), **FILES})
    for hook in made.folder.parent.rglob("hooks/*.sample"):
        hook.unlink()
    made.git("gc", "-q")
    made.remote_git("gc", "-q")
    return made


@pytest.fixture(scope="session")
def states(tmp_path_factory: pytest.TempPathFactory) -> States:
    """The states of samples that were reached in this process."""
    return States(tmp_path_factory.mktemp("states"))


@pytest.fixture(scope="session")
def compiled_templates() -> Iterator[None]:
    """Compile a template of towncrier once for every bump of a process."""
    import jinja2

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jinja2.Environment, "compile", lru_cache(jinja2.Environment.compile))
        yield


@pytest.fixture
def sample(
    ready_sample: Sample, states: States, compiled_templates: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Sample:
    """A sample project at 1.0.0 with one fragment, clean and pushed, in a process that has waited for nothing yet."""
    monkeypatch.setattr(activity, "_past", [])
    ready = ready_sample.folder.parent
    shutil.copytree(ready, tmp_path, symlinks=True, dirs_exist_ok=True)
    moved(tmp_path / "demo", str(ready), str(tmp_path))
    return Sample(tmp_path / "demo", tmp_path / "remote.git", states)


@pytest.fixture
def nothing_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Find tests, and what is published, GO without running them: for tests that are not about the judging."""
    install_nothing(monkeypatch.setattr)
