"""The forge of a remote: the provider for the host that it is on, with the token for that host."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from gonogo.forge import forgejo, github, gitlab
from gonogo.forge.api import Access, Api
from gonogo.git import hosts
from gonogo.git.repository import Git
from gonogo.system import process
from gonogo.system.address import masked
from gonogo.system.secrets import remember

if TYPE_CHECKING:
    from gonogo.forge.provider import Forge
    from gonogo.model.project import Project

PROVIDERS: dict[str, tuple[Callable[[Api, str, str], Forge], Callable[[str], str], Access]] = {
    "github": (github.GitHub, github.base_of, github.ACCESS),
    "gitlab": (gitlab.GitLab, gitlab.base_of, gitlab.ACCESS),
    "forgejo": (forgejo.Forgejo, forgejo.base_of, forgejo.ACCESS),
}
"""Each forge by its name in the settings: the provider, where its API is, and how that is asked."""


def host_of(project: Project) -> hosts.Host:
    """Return the host of a project's remote."""
    return hosts.of(Git(project.root), project.remote, project.settings.forge)


def of(project: Project) -> Forge | None:
    """Return the forge of a project's remote; None where there is no remote, or no provider for its host."""
    host = host_of(project)
    if not host.forge:
        return None
    make, base, access = PROVIDERS[host.forge]
    token = Token(host, access, project.root)
    return make(Api(host.api or base(host.site), lambda: token.value, access, token.ways), host.path, host.site)


def absence(project: Project) -> str:
    """Return why there is no forge for a project's remote, as a sentence."""
    return f"{masked(project.remote) or 'this repository'} {host_of(project).absence}"


@dataclass(frozen=True)
class Token:
    """How the token for a host is found: in the environment, where that is for this host, else at its program."""

    host: hosts.Host
    access: Access
    folder: Path

    @property
    def ways(self) -> str:
        """The ways to give the token: variables, and the program."""
        own = "" if self.host.is_home else f" with {self.access.host_variable}={self.host.name}"
        return ", or ".join(filter(None, (" or ".join(self.access.variables) + own, self.access.login)))

    @cached_property
    def value(self) -> str:
        """The token; empty where there is none."""
        ours = self.host.is_home or os.environ.get(self.access.host_variable, "").lower() == self.host.name
        found = next((os.environ[name] for name in self.access.variables if ours and os.environ.get(name)), "")
        token = found or self._of_program()
        remember(token)
        return token

    def _of_program(self) -> str:
        if not self.access.program:
            return ""
        try:
            done = process.run([*self.access.program, self.host.name], self.folder, seconds=20)
        except (process.ProgramMissing, process.CommandTimedOut):
            return ""
        return done.stdout.strip() if done.code == 0 else ""
