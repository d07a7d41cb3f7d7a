"""The reader: the read-only view of one release that checks see, each part read when first asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gonogo.artifacts.builder import Metadata
    from gonogo.index.registry import Entry

from gonogo.git.repository import Git
from gonogo.model.index import Index, Served
from gonogo.model.manifest import Artifact, Manifest
from gonogo.model.project import Project


@dataclass(frozen=True)
class Reader:
    """One release as checks see it.

    `version` is the planned one, `tag` is empty for a commit without one; `commit` is the release commit;
    `tree` is the project's folder in a clean clone of it, `repo` the user's repository; `files` are the
    judged artifacts that `manifest` lists, in its order; `index` is where they are to go.
    """

    project: Project
    version: str
    tag: str
    commit: str
    tree: Path
    repo: Path
    manifest: Manifest
    files: tuple[Path, ...]
    index: Index

    @property
    def artifacts(self) -> tuple[tuple[Artifact, Path], ...]:
        """Each artifact of the manifest with its file."""
        return tuple(zip(self.manifest.artifacts, self.files, strict=True))

    @property
    def wheels(self) -> tuple[Path, ...]:
        """The wheels."""
        return tuple(path for path in self.files if path.name.endswith(".whl"))

    @property
    def sdists(self) -> tuple[Path, ...]:
        """Everything that is no wheel."""
        return tuple(path for path in self.files if not path.name.endswith(".whl"))

    @cached_property
    def metadata(self) -> Mapping[str, Metadata]:
        """The metadata inside each artifact, by file name; BrokenArtifact where one cannot be opened."""
        from gonogo.artifacts.builder import metadata_of

        return {path.name: metadata_of(path) for path in self.files}

    @cached_property
    def entry(self) -> Entry:
        """The project as the index has it; CouldNotTell where it cannot be asked."""
        from gonogo.index.registry import look_up

        return look_up(self.index, self.project.name)

    @property
    def served(self) -> tuple[Served, ...]:
        """Every file of the project that the index serves."""
        return self.entry.files

    @cached_property
    def status(self) -> tuple[str, ...]:
        """The lines of `git status` in the user's repository: two letters of state, a space, the path."""
        return Git(self.repo).status()

    @cached_property
    def tracked(self) -> tuple[str, ...]:
        """The paths of the project that git tracks at the release commit, relative to the project."""
        return tuple(Git(self.tree)("ls-files", "-z", "--recurse-submodules").split("\0")[:-1])

    def left_out(self, paths: Sequence[str]) -> frozenset[str]:
        """Return which of some tracked paths the project leaves out of its sdist on purpose.

        The settings of its build backend say so, or `export-ignore` in .gitattributes.
        """
        from gonogo.project import sdist_exclusions
        from gonogo.project.tree import Tree

        by_settings = sdist_exclusions.of(Tree(self.tree), paths)
        return frozenset(by_settings) | Git(self.tree).with_attribute("export-ignore", paths)
