"""Hosts: which forge a remote is on, by the settings, by the run of CI, or by the name of its host."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from gonogo.git import remotes
from gonogo.git.repository import Git
from gonogo.system.address import is_loopback

# The forges that there is a provider for, by the values of the setting `forge`; and the hosts that everybody can use.
TITLES = {"github": "GitHub", "gitlab": "GitLab", "forgejo": "Forgejo"}
HOMES = {"github.com": "github", "gitlab.com": "gitlab", "codeberg.org": "forgejo", "gitea.com": "forgejo"}

NAMED = {
    "gitlab": r"gitlab|salsa\.debian\.org",
    "forgejo": r"forgejo|gitea|codeberg",
    "Bitbucket": r"bitbucket",
    "SourceHut": r"sr\.ht",
    "Gitee": r"gitee",
    "Gerrit": r"gerrit|opendev\.org",
    "Pagure": r"pagure",
    "Azure DevOps": r"dev\.azure\.com|visualstudio\.com",
}
"""What a host's name shows, as a part between dots: a forge with a provider, or another one by its title."""

RUNS = (("gitlab", "CI_SERVER_URL", "CI_API_V4_URL"), ("github", "GITHUB_SERVER_URL", "GITHUB_API_URL"))
"""The variables in which a run of CI says where its forge is."""

SCP = re.compile(r"(?:[\w.-]+@)?(?P<host>[\w.-]+):(?!/)(?P<path>.+)")
REPOSITORY = re.compile(r"/*(?P<path>[\w.~-]+(?:/[\w.~-]+?)+)(?:\.git)?/*")


@dataclass(frozen=True)
class Host:
    """Where a remote is: the forge (empty where none is known), the host, the repository's path, and its API's address.

    `api` is empty unless a run of CI says it. `title` names a forge without a provider.
    """

    forge: str = ""
    name: str = ""
    path: str = ""
    site: str = ""
    api: str = ""
    title: str = ""

    @property
    def is_home(self) -> bool:
        """Whether the forge's ordinary token is for this host: everybody's host, or that of the run of CI."""
        return bool(self.api) or self.name in HOMES

    @property
    def is_trusted(self) -> bool:
        """Whether PyPI can accept the identity of a job there: on GitHub, or gitlab.com; an unknown host may be one."""
        return self.forge == "github" or self.name == "gitlab.com" or not (self.forge or self.title)

    @property
    def absence(self) -> str:
        """Why there is no provider for the host, as the rest of a sentence on the remote."""
        if self.title:
            return f"is on {self.title} ({self.name}), for which gonogo has no provider"
        if self.name and not self.forge:
            return f"is on {self.name}, and the setting `forge` does not say which forge that is"
        return "is on no forge"


def of(git: Git, remote: str, named: str = "", environ: Mapping[str, str] = os.environ) -> Host:
    """Return where a remote is; `named` is the forge that the settings name."""
    address = remotes.addresses(git, remote)[0] if remote else ""
    name, path = located(address)
    if not name:
        return Host()
    running = run_on(name, environ)
    site, api = running.site or f"{scheme(address)}://{name}", running.api
    forge = named or running.forge or HOMES.get(name) or shown(name)
    if forge not in TITLES:
        return Host("", name, path, site, title=forge)
    known = path.count("/") == 1 or (forge == "gitlab" and path)
    return Host(forge if known else "", name, path, site, api if forge == running.forge else "")


def run_on(name: str, environ: Mapping[str, str]) -> Host:
    """Return what the run of CI that we are in says of a host; an empty one where it is of another."""
    for forge, server, api in RUNS:
        site = environ.get(server, "").rstrip("/")
        if urlsplit(site).netloc.lower() == name and environ.get(api):
            other = "true" in (environ.get("FORGEJO_ACTIONS"), environ.get("GITEA_ACTIONS"))
            return Host("forgejo" if forge == "github" and other else forge, name, site=site, api=environ[api])
    return Host()


def shown(name: str) -> str:
    """Return the forge that a host's name shows; empty where it shows none.

    >>> [shown(one) for one in ("gitlab.example.org", "git.sr.ht", "github.example.org:8443", "git.example.org")]
    ['gitlab', 'SourceHut', '', '']
    """
    found = (forge for forge, words in NAMED.items() if re.search(rf"(?:^|\.)(?:{words})(?:[.:]|$)", name))
    return next(found, "")


def scheme(address: str) -> str:
    """Return how the pages of a remote's forge are reached: by https, or as its address says on this machine."""
    parts = urlsplit(address)
    return "http" if parts.scheme == "http" and is_loopback(parts.hostname or "") else "https"


def located(address: str) -> tuple[str, str]:
    """Return host, with its port, and the repository's path of a remote's address; empty where it has none.

    >>> located("git@github.com:someone/demo.git")
    ('github.com', 'someone/demo')
    """
    scp = SCP.fullmatch(address)
    if "://" in address:
        parts = urlsplit(address)
        host, path = parts.netloc.rpartition("@")[2], parts.path
        host = host if parts.scheme in {"http", "https"} else (parts.hostname or "")
    elif scp:
        host, path = scp["host"], scp["path"]
    else:
        return "", ""
    match = REPOSITORY.fullmatch(path)
    return (host.lower(), match["path"] if match else "") if host else ("", "")
