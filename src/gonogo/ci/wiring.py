"""Wiring: the few facts of a project that stand in its workflows."""

from __future__ import annotations

from dataclasses import dataclass

from gonogo.model.project import Project
from gonogo.project.tree import Tree

RELEASE_PYTHON = "3.13"
LOCK = "requirements/release.txt"
OWN_LOCK = "requirements/dev.txt"
OWN_LINT = ("lint", "types", "floors", "docs")


@dataclass(frozen=True)
class Wiring:
    """What the templates read: tag pattern, branch, Pythons, sessions, locks, and where gonogo comes from."""

    project: Project

    @property
    def from_source(self) -> bool:
        """Whether the project is gonogo, which is released by itself."""
        return self.project.name == "gonogo"

    @property
    def tag_pattern(self) -> str:
        """The pattern of the release tags: `v*.*.*` for tags such as v1.2.3."""
        return self.project.tag_for(self._stars)

    @property
    def tag_prefix(self) -> str:
        """What every release ref begins with, as a text in a GitHub expression."""
        before, _, _ = self.project.tag_for("\0").partition("\0")
        return "'refs/tags/" + before.replace("'", "''") + "'"

    @property
    def branch(self) -> str:
        """The branch that CI watches."""
        return self.project.branch or "main"

    @property
    def release_pythons(self) -> tuple[str, ...]:
        """The Pythons of the jobs that release: those that the settings test on, last the one that builds."""
        from gonogo.project import pythons

        fits = pythons.allows(pythons.requirement(Tree(self.project.root)), RELEASE_PYTHON)
        builds = RELEASE_PYTHON if fits else self.pythons[-1]
        return (*(python for python in self.project.settings.pythons if python != builds), builds)

    @property
    def matrix_session(self) -> str:
        """The session that one job of the test matrix runs."""
        return self.sessions("tests") + ('-"$PYTHON"' if self.project.settings.pythons else "")

    def sessions(self, *names: str) -> str:
        """Return gonogo's sessions as they are typed after `nox -s`: each with the prefix that it has here."""
        return " ".join(self.project.prefixes.sessions + name for name in names)

    @property
    def pythons(self) -> tuple[str, ...]:
        """The Pythons that the tests run on: the project's own list, else those that its metadata allows."""
        from gonogo.project import pythons

        return self.project.settings.pythons or pythons.find(Tree(self.project.root))

    @property
    def lock(self) -> str:
        """The hashed lock of the tools that release."""
        return LOCK

    @property
    def ci_lock(self) -> str:
        """The hashed lock of the tools that CI needs."""
        return OWN_LOCK if self.from_source else LOCK

    @property
    def lint(self) -> tuple[str, ...]:
        """The development sessions that CI runs besides the tests."""
        return OWN_LINT if self.from_source else ()

    @property
    def _stars(self) -> str:
        from packaging.version import InvalidVersion, Version

        try:
            parts = len(Version(self.project.version).release)
        except InvalidVersion:
            parts = 3
        return ".".join("*" * min(max(parts, 1), 3))
