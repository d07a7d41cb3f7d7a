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
class Package:
    """A package that the publish workflow publishes: the only one, without a name here, or one of several.

    `needs` are the names of those that are published and verified before it.
    """

    project: Project
    name: str = ""
    needs: tuple[str, ...] = ()

    @property
    def suffix(self) -> str:
        """What ends the names of its jobs."""
        return f"-{self.name}" if self.name else ""

    @property
    def folder(self) -> str:
        """Where its files are among those that are handed on."""
        return f"handed/{self.name}/dist" if self.name else "handed/dist"

    @property
    def token(self) -> str:
        """The variable or the secret with its token for PyPI, where no identity is accepted."""
        return "_".join(filter(None, ("PYPI_TOKEN", re.sub(r"\W", "_", self.name).upper())))

    @property
    def is_wanted(self) -> str:
        """The condition on which it is published, over what was built and what has been published before it."""
        if not self.name:
            return ""
        waits = (f"(needs.verify-{one}.result == 'success' || !{built(one)})" for one in self.needs)
        return " && ".join(("!cancelled()", self.is_built, *waits, ""))

    @property
    def is_built(self) -> str:
        """The condition that it is among the packages that were built."""
        return built(self.name)


def built(name: str) -> str:
    """Return the condition that a package is among those that were built."""
    return f"contains(needs.validate.outputs.packages, '/{name}/')"


@dataclass(frozen=True)
class Wiring:
    """What the templates read: tag patterns, branch, Pythons, sessions, locks, and where gonogo comes from.

    `project` is the only package, or what the root of `several` has in common.
    """

    project: Project
    several: tuple[Package, ...] = ()

    @property
    def packages(self) -> tuple[Package, ...]:
        """The packages that are published, in their order."""
        return self.several or (Package(self.project),)

    @property
    def projects(self) -> tuple[Project, ...]:
        """The projects of the packages."""
        return tuple(one.project for one in self.packages)

    @property
    def more(self) -> str:
        """What is said to a session beside its other options."""
        return " --all" if self.several else ""

    @property
    def handed(self) -> str:
        """The files that are handed on, as a pattern."""
        return "handed/*/dist/*" if self.several else "handed/dist/*"

    @property
    def tag_patterns(self) -> tuple[str, ...]:
        """The patterns of the release tags of all packages."""
        return tuple(dict.fromkeys(Wiring(one).tag_pattern for one in self.projects))

    @property
    def verified(self) -> str:
        """The condition that something is on PyPI and verified, to be announced."""
        if not self.several:
            return "needs.publish-pypi.result == 'success' && needs.verify.result == 'success'"
        some = " || ".join(f"needs.verify-{one.name}.result == 'success'" for one in self.several)
        return f"{self.asked} != 'testpypi' && ({some})"

    @property
    def index(self) -> str:
        """The index to which a pushed tag goes: the one in the settings, of the two that the workflows know."""
        trial = all(one.settings.index == "testpypi" for one in self.projects)
        return "testpypi" if trial else "pypi"

    @property
    def asked(self) -> str:
        """The index of a run, as a GitHub expression that can be compared with the trial one."""
        return "inputs.index" if self.index == "pypi" else f"(inputs.index || '{self.index}')"

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
        """What every release ref begins with, as a text in a GitHub expression; of several packages, what all have."""
        if self.several:
            return "'refs/tags/'"
        before, _, _ = fit("tag", self.project.tag_for(MARK), REF).partition(MARK)
        return "'refs/tags/" + before.replace("'", "''") + "'"

    @property
    def tag_rule(self) -> str:
        """What holds for release tags alone, as a rule of GitLab's."""
        before = [fit("tag", one.tag_for(MARK), REF).partition(MARK)[0] for one in self.projects]
        begins = [re.sub(r"[./-]", r"\\\g<0>", one) for one in dict.fromkeys(before)]
        return "$CI_COMMIT_TAG =~ /^" + (f"({'|'.join(begins)})" if len(begins) > 1 else begins[0]) + "/"

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

        trees = [Tree(one.root) for one in self.projects]
        fits = all(pythons.allows(pythons.requirement(tree), RELEASE_PYTHON) for tree in trees)
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

        every = {found for one in self.projects for found in pythons.find(Tree(one.root))}
        found = self.project.settings.pythons or sorted(every, key=pythons.minor_of)
        return tuple(fit("Python", one) for one in found)

    @property
    def notes(self) -> bool:
        """Whether a change can have a note for the next release."""
        return bool({one.changelog_kind for one in (self.project, *self.projects)} - {"", "none"})

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
