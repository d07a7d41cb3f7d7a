"""Where a project is hosted, as far as its files and its remote show it: GitHub's workflows run nowhere else."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from gonogo.forge import github
from gonogo.git.repository import Git
from gonogo.model.project import Project

SIGNS = (
    ".gitreview", ".zuul.yaml", ".zuul.d", "zuul.yaml", "zuul.d", ".gitlab-ci.yml", ".forgejo", ".gitea",
    ".woodpecker.yml", ".woodpecker.yaml", ".woodpecker", ".build.yml", ".builds", "bitbucket-pipelines.yml",
)  # fmt: skip
"""Files and folders that serve another forge, or its CI."""

FORGES = re.compile(r"(?:[\w-]+\.)*(?:gitlab|gitea|forgejo|codeberg|bitbucket|opendev|salsa|sr\.ht|gitee)\b.*")
"""Hosts of other forges, by their names."""


def elsewhere(project: Project, top: Path) -> str:
    """Return what shows that a project is hosted elsewhere than on GitHub; empty where nothing does."""
    if (top / ".github").is_dir():
        return ""
    sign = next((name for name in SIGNS if (top / name).exists()), "")
    if sign or not project.remote:
        return sign
    host = host_of(github.address_of(Git(project.root), project.remote))
    return f"{project.remote} on {host}" if FORGES.fullmatch(host) else ""


def host_of(address: str) -> str:
    """Return the host in a remote's address; empty where it names none.

    >>> host_of("https://gitlab.com/group/part/demo.git"), host_of("git@codeberg.org:someone/demo"), host_of("../demo")
    ('gitlab.com', 'codeberg.org', '')
    """
    scp = github.SCP.fullmatch(address)
    if "://" in address:
        return (urlsplit(address).hostname or "").lower()
    return scp["host"].lower() if scp else ""
