"""Where a project is hosted, as far as its settings, its remote and its files show it: which CI runs there."""

from pathlib import Path

from gonogo.git import hosts
from gonogo.git.repository import Git
from gonogo.model.project import Project

SIGNS = {
    ".gitlab-ci.yml": "gitlab", ".forgejo": "forgejo", ".gitea": "forgejo", ".gitreview": "", ".zuul.yaml": "",
    ".zuul.d": "", "zuul.yaml": "", "zuul.d": "", ".woodpecker.yml": "", ".woodpecker.yaml": "", ".woodpecker": "",
    ".build.yml": "", ".builds": "", "bitbucket-pipelines.yml": "",
}  # fmt: skip
"""Files and folders that serve another CI than GitHub's, and the provider of that CI where there is one."""


def provider(project: Project, top: Path) -> tuple[str, str]:
    """Return the provider of CI where a project is hosted; where there is none, an empty text and what shows that."""
    host = hosts.of(Git(project.root), project.remote, project.settings.forge)
    if project.settings.forge or host.forge:
        return project.settings.forge or host.forge, ""
    if (top / ".github").is_dir():
        return "github", ""
    sign = next((name for name in SIGNS if (top / name).exists()), "")
    if sign:
        return SIGNS[sign], "" if SIGNS[sign] else sign
    return ("", f"{project.remote} on {host.title} ({host.name})") if host.title else ("github", "")


def is_guess(project: Project, top: Path) -> bool:
    """Return whether the name of a host does not show which forge it is, and no file does."""
    host = hosts.of(Git(project.root), project.remote, project.settings.forge)
    shown = host.forge or not host.name or project.settings.forge
    return not shown and not any((top / name).exists() for name in (".github", *SIGNS))
