"""Wiring: the few facts of a project that stand in its workflows."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gonogo.git import hosts
from gonogo.git.repository import Git
from gonogo.model.errors import GonogoError
from gonogo.model.project import Project
from gonogo.project.tree import Tree

RELEASE_PYTHON = "3.13"
LOCK = "requirements/release.txt"
OWN_LOCK = "requirements/dev.txt"
MARK = "VERSION_STANDS_HERE"
OWN_LINT = ("lint", "types", "floors", "docs")


NAME = re.compile(r"[A-Za-z0-9_.-]*")
"""What a session, its prefix and a Python may be called in a workflow: it stands in a command of a shell."""

REF = re.compile(r"[\w./@#=~,'-]*")
"""What a branch or a tag may be called there: nothing that a filter of GitHub's reads as a pattern."""


class UnfitForWorkflow(GonogoError):
    """A value of the project cannot stand in a workflow."""

    text = "{what} {value} cannot be used in a workflow: it may contain only {allowed}"
    hint_text = 'choose another {what}; or write publish = "here" into [tool.gonogo], and no workflow is written'


def fit(what: str, value: str, pattern: re.Pattern[str] = NAME) -> str:
    """Return a value that fits its pattern; UnfitForWorkflow for any other."""
    if not pattern.fullmatch(value):
        allowed = "letters, digits, _, . and -" if pattern is NAME else "letters, digits and _ . / @ # = ~ , ' -"
        raise UnfitForWorkflow(what=what, value=value, allowed=allowed)
    return value


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
        return fit("tag", self.project.tag_for(MARK), REF).replace(MARK, self._stars)

    @property
    def tag_prefix(self) -> str:
        """What every release ref begins with, as a text in a GitHub expression."""
        before, _, _ = fit("tag", self.project.tag_for(MARK), REF).partition(MARK)
        return "'refs/tags/" + before.replace("'", "''") + "'"

    @property
    def tag_rule(self) -> str:
        """What holds for release tags alone, as a rule of GitLab's."""
        before, _, _ = fit("tag", self.project.tag_for(MARK), REF).partition(MARK)
        return "$CI_COMMIT_TAG =~ /^" + re.sub(r"[./-]", r"\\\g<0>", before) + "/"

    @property
    def host(self) -> str:
        """The host of the remote; empty where there is none."""
        return hosts.of(Git(self.project.root), self.project.remote).name

    @property
    def runner(self) -> str:
        """The label of the machines that the jobs run on, where the settings name one."""
        return fit("runner", self.project.settings.runner)

    @property
    def branch(self) -> str:
        """The branch that CI watches."""
        return fit("branch", self.project.branch or "main", REF)

    @property
    def branch_text(self) -> str:
        """The branch that CI watches, as a text in a GitHub expression."""
        return "'" + self.branch.replace("'", "''") + "'"

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

    @property
    def one_python(self) -> str:
        """The Python of jobs that release where an image has one alone: it tests, builds and checks."""
        return self.project.settings.pythons[-1] if self.project.settings.pythons else self.release_pythons[-1]

    @property
    def validation(self) -> str:
        """The sessions that such a job runs; the tests on the other Pythons are jobs of their own."""
        python = f"-{self.one_python}" if self.project.settings.pythons else ""
        return f"{self.sessions('build')} {self.sessions('tests')}{python} {self.sessions('check')}"

    def sessions(self, *names: str) -> str:
        """Return gonogo's sessions as they are typed after `nox -s`: each with the prefix that it has here."""
        return " ".join(fit("prefix", self.project.prefixes.sessions) + name for name in names)

    @property
    def pythons(self) -> tuple[str, ...]:
        """The Pythons that the tests run on: the project's own list, else those that its metadata allows."""
        from gonogo.project import pythons

        found = self.project.settings.pythons or pythons.find(Tree(self.project.root))
        return tuple(fit("Python", one) for one in found)

    @property
    def notes(self) -> bool:
        """Whether a change can have a note for the next release."""
        return self.project.changelog_kind not in ("", "none")

    @property
    def labels(self) -> bool:
        """Whether a label makes up for a note."""
        return bool(self.project.settings.news_labels)

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
