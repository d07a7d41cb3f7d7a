"""Repositories of several packages: `core`, `mail` that needs it, `shop` that needs both, and `tool` alone."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from pathlib import Path
from textwrap import dedent

import pytest

from gonogo.commands import bump, undo
from gonogo.commands.group import rehearse as group_rehearse
from gonogo.commands.group import release as group_release
from gonogo.model.board import Board, is_go
from gonogo.project.bump import Bumper
from gonogo.release import contexts, group
from gonogo.release.contexts import today
from gonogo.release.group import plan as group_plan
from gonogo.release.group.plan import Wanted
from gonogo.release.planner import Request
from gonogo.release.runner import Silence, carry
from gonogo.release.steps import steps
from gonogo.system.pip_settings import configured_index
from gonogo.test_index import EmbeddedIndex, Options, open_index
from gonogo.test_index.errors import RefusedError
from gonogo.test_index.uploads import by_the_rules

TODAY = date(2026, 11, 23)
NEEDS = {"core": (), "mail": ("core>=1.0,<2",), "shop": ("mail>=1.0,<2", "core>=1.0,<2"), "tool": ()}
PYPROJECT = """
    [build-system]
    requires = ["hatchling"]
    build-backend = "hatchling.build"

    [project]
    name = "{name}"
    version = "1.0.0"
    description = "A sample."
    readme = "README.md"
    requires-python = ">=3.10"
    dependencies = {needs}

    [tool.gonogo]
    publish = "here"
    index = "ours"

    [tool.gonogo.indexes.ours]
    upload = "{upload}"
    simple = "{simple}"

    [tool.towncrier]
    directory = "changelog.d"
    filename = "CHANGELOG.md"
    start_string = "<!-- towncrier release notes start -->\\n"
    title_format = "## {{version}} ({{project_date}})"
    underlines = ["", "", ""]
    """
ROOT = '[tool.uv.workspace]\nmembers = ["packages/*"]\n'


@dataclass(frozen=True)
class Several:
    """A repository of several packages in `folder`, its bare remote beside it, and the index that they go to."""

    folder: Path
    remote: Path
    index: EmbeddedIndex

    @property
    def root(self) -> str:
        """The pyproject.toml of the root, as it is first."""
        return ROOT

    def git(self, *words: str, cwd: Path | None = None) -> str:
        """Run git in the repository, or in another folder."""
        done = subprocess.run(["git", *words], cwd=cwd or self.folder, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def write(self, path: str, text: str) -> None:
        """Write a file."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)

    def commit(self, *paths: str, text: str = "Something.\n") -> None:
        """Write files, commit and push them."""
        for path in paths:
            self.write(path, text)
        self.git("add", "--all")
        self.git("commit", "-qm", "change")
        self.git("push", "-q", "origin", "main")

    def settings(self, name: str, old: str, new: str) -> None:
        """Change a text in the pyproject.toml of a package."""
        path = f"packages/{name}/pyproject.toml"
        self.commit(path, text=(self.folder / path).read_text().replace(old, new))

    def release(self, *packages: str, part: str = "minor", consent: Callable[..., bool] | None = None) -> Board:
        """Release some packages, or all in which something waits."""
        wanted = Wanted(Request(part), every=not packages, packages=packages)
        return group_release.release(self.folder, wanted, TODAY, Silence(), consent or (lambda _: True))

    def push_unjudged(self, *names: str) -> None:
        """Release packages as far as the remote, neither built nor judged."""
        planned = group_plan.plan(group.read(self.folder), Wanted(Request("minor"), packages=names), today())
        with Bumper() as bumper:
            parts = group_rehearse.parts_of(planned, self.folder.parent / "scratch", contexts.local)
            parts = tuple(replace(one, context=replace(one.context, bumper=bumper)) for one in parts)
            assert is_go(group_rehearse.prepared(parts, Silence()))
            assert is_go(carry(steps(*group_rehearse.TOGETHER), parts[-1].plan, parts[-1].context))

    def resume(self) -> Board:
        """Carry on what is open."""
        return bump.resume(self.folder, Silence())

    def push(self) -> Board:
        """Push what is open."""
        return bump.push(self.folder, Silence())

    def undo(self, *, remote: bool = False) -> Board:
        """Take back what is open."""
        return undo.undo(self.folder, remote=remote)

    def tags(self) -> list[str]:
        """Return the tags here."""
        return self.git("tag").split()

    def there(self) -> list[str]:
        """Return the tags of the remote."""
        return self.git("tag", cwd=self.remote).split()

    def served(self) -> list[str]:
        """Return the wheels that the index serves."""
        return sorted(one.filename.partition("-py3")[0] for one in self.index.store.all() if ".whl" in one.filename)

    def intents(self) -> str:
        """Return the hidden refs."""
        return self.git("for-each-ref", "--format=%(refname)", "refs/gonogo/")

    def add(self, needs: Mapping[str, Sequence[str]]) -> None:
        """Add packages with the requirements that each has."""
        write(self, needs)
        self.commit()

    def copies(self, folder: Path) -> Iterator[Several]:
        """Yield a fresh copy of the repository and its remote for each trial."""
        for number in count():
            trial = folder / f"trial-{number}"
            shutil.copytree(self.folder, trial / "repo", symlinks=True)
            shutil.copytree(self.remote, trial / "remote.git", symlinks=True)
            one = replace(self, folder=trial / "repo", remote=trial / "remote.git")
            one.git("remote", "set-url", "origin", str(one.remote))
            yield one


def write(several: Several, needs: Mapping[str, Sequence[str]]) -> None:
    """Write packages with the requirements that each has, a note in each, and the root that is none."""
    several.write("pyproject.toml", ROOT)
    several.write(".gitignore", "__pycache__/\n")
    where = {"upload": several.index.index.upload_url, "simple": several.index.index.simple_url}
    for name, required in needs.items():
        folder = f"packages/{name}"
        several.write(f"{folder}/pyproject.toml", dedent(PYPROJECT).format(name=name, needs=list(required), **where))
        several.write(f"{folder}/README.md", f"# {name}\n\nA sample.\n")
        several.write(f"{folder}/CHANGELOG.md", "# Changelog\n\n<!-- towncrier release notes start -->\n")
        several.write(f"{folder}/changelog.d/.gitignore", "!.gitignore\n")
        several.write(f"{folder}/changelog.d/1.feature.md", "A new thing.\n")
        several.write(f"{folder}/src/{name}/__init__.py", '"""A sample."""\n')
        several.write(f"{folder}/tests/test_{name}.py", f"import {name}\n\n\ndef test_it():\n    assert {name}\n")


@pytest.fixture
def refused() -> set[str]:
    """The names of packages whose uploads the index refuses."""
    return set()


@pytest.fixture
def several(
    tmp_path: Path, git_of_its_own: None, refused: set[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Several]:
    """Packages at 1.0.0, never released, each with a note; committed and pushed."""

    def judge(form: Mapping[str, list[str]], filename: str, content: Path, known: object) -> object:
        if form["name"][0] in refused:
            return RefusedError(403, "this is refused", "refused")
        return by_the_rules(form, filename, content, known)

    options = Options(fallback=configured_index(), own=NEEDS, judge=judge)
    with open_index(tmp_path / "index", options=options) as index:
        monkeypatch.setenv("GONOGO_TOKEN_OURS", index.token)
        one = Several(tmp_path / "repo", tmp_path / "remote.git", index)
        write(one, NEEDS)
        one.git("init", "-q")
        one.git("add", "--all")
        one.git("commit", "-qm", "The packages")
        one.git("clone", "-q", "--bare", str(one.folder), str(one.remote), cwd=tmp_path)
        one.git("remote", "add", "origin", str(one.remote))
        one.git("push", "-q", "-u", "origin", "main")
        yield one
