"""The forge: which one the remote belongs to, and its releases with their assets."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from gonogo.forge.api import Api, ForgeSilent, file_content
from gonogo.git.repository import Git
from gonogo.model.errors import CouldNotTell
from gonogo.model.manifest import Artifact
from gonogo.model.project import Project
from gonogo.system import process
from gonogo.system.secrets import remember

SCP = re.compile(r"(?:[\w.-]+@)?(?P<host>[\w.-]+):(?!/)(?P<path>.+)")
REPOSITORY = re.compile(r"/*(?P<slug>[\w.-]+/[\w.-]+?)(?:\.git)?/*")
GITHUB = "github.com"
API = "https://api.github.com"
TOKENS = ("GITHUB_TOKEN", "GH_TOKEN")
NESTED_TAGS = 5
"""Tags of tags that are followed at the most."""


@dataclass(frozen=True)
class Asset:
    """One file of a forge release; `whole` is false for one whose upload broke off, `sha256` may be empty."""

    id: int
    name: str
    size: int
    sha256: str
    whole: bool


@dataclass(frozen=True)
class Release:
    """One forge release: a draft, or published."""

    id: int
    tag: str
    draft: bool
    upload_url: str
    page: str
    assets: tuple[Asset, ...]


@dataclass(frozen=True)
class Forge:
    """One repository on a forge."""

    api: Api
    repository: str
    site: str = ""
    """The address of the forge's pages."""

    @property
    def base(self) -> str:
        """The path of the repository in the API."""
        return f"/repos/{self.repository}"

    @property
    def host(self) -> str:
        """The forge's API host."""
        return self.api.host

    def published(self, tag: str) -> Release | None:
        """Return the published release of a tag; None where there is none; else CouldNotTell."""
        reply = self.api.get(f"{self.base}/releases/tags/{quote(tag, safe='')}", f"the release of {tag}")
        if reply.status == 200:
            return self._release(reply.body)
        self.require_seen()
        return None

    def draft(self, tag: str) -> Release | None:
        """Return the oldest draft of a tag; only a token that may write sees drafts."""
        what = "the drafts of releases"
        with understood(what):
            found = self.api.pages(f"{self.base}/releases?per_page=100", what)
            drafts = [one for one in found if one.get("draft") and one.get("tag_name") == tag]
            return self._release(min(drafts, key=lambda one: int(one["id"]))) if drafts else None

    def require_seen(self) -> None:
        """Raise CouldNotTell unless the repository is seen: to a stranger, private looks like absent."""
        if self.api.get(self.base, f"the repository {self.repository}").status != 200:
            why = f"{self.host} does not show the repository; it may be private, or the token has no access"
            raise CouldNotTell(what=f"the releases of {self.repository}", why=why)

    def commit_of(self, tag: str) -> str:
        """Return the commit that a tag on the forge names; empty where there is no such tag."""
        what = f"the tag {tag}"
        reply = self.api.get(f"{self.base}/git/ref/tags/{quote(tag, safe='/')}", what)
        if reply.status != 200:
            return ""
        kind, sha = named(reply.body, what)
        for _ in range(NESTED_TAGS):
            if kind != "tag":
                return sha
            kind, sha = named(self.api.get(f"{self.base}/git/tags/{sha}", what).body, what)
        raise CouldNotTell(what=what, why=f"it is a tag of a tag, more than {NESTED_TAGS} deep")

    def create(self, tag: str, name: str, notes: str, *, prerelease: bool) -> Release:
        """Make a draft; nobody but the maintainers sees it."""
        words = {"tag_name": tag, "name": name, "body": notes, "draft": True, "prerelease": prerelease}
        reply = self.api.write("POST", f"{self.base}/releases", f"draft the release of {tag}", json=words)
        return self._release(reply.body)

    def upload(self, release: Release, path: Path) -> None:
        """Send one file to a release."""
        address = f"{release.upload_url.partition('{')[0]}?name={quote(path.name)}"
        content = file_content(path)
        with content["data"]:
            self.api.write("POST", address, f"take the file {path.name}", **content)

    def discard(self, asset: Asset) -> None:
        """Remove an asset whose upload broke off."""
        self.api.write("DELETE", f"{self.base}/releases/assets/{asset.id}", f"remove the broken {asset.name}")

    def drop(self, release: Release) -> None:
        """Remove a draft."""
        self.api.write("DELETE", f"{self.base}/releases/{release.id}", f"remove the draft of {release.tag}")

    def publish(self, release: Release) -> None:
        """Make a draft public."""
        what = f"publish the release of {release.tag}"
        self.api.write("PATCH", f"{self.base}/releases/{release.id}", what, json={"draft": False})

    def hash_of(self, asset: Asset) -> str:
        """Return the sha256 of an asset: as the forge gives it, else of its downloaded bytes."""
        if asset.sha256:
            return asset.sha256
        total = hashlib.sha256()
        for piece in self.api.fetch(f"{self.base}/releases/assets/{asset.id}", f"the bytes of {asset.name}"):
            total.update(piece)
        return total.hexdigest()

    def compare(self, release: Release, artifacts: Iterable[Artifact]) -> Compared:
        """Compare a release's assets with files, by hash: a forge may change a name."""
        wanted = tuple(artifacts)
        whole = {self.hash_of(asset): asset for asset in release.assets if asset.whole}
        names = {asset.name: asset for asset in release.assets if asset.whole}
        missing = tuple(one for one in wanted if one.sha256 not in whole)
        other = tuple(one.filename for one in missing if spelt(one.filename) in names or one.filename in names)
        hashes = {one.sha256 for one in wanted}
        strange = (asset.name for found, asset in whole.items() if found not in hashes)
        foreign = tuple(name for name in strange if name.endswith((".whl", ".tar.gz")) and name not in other)
        return Compared(missing, other, foreign, tuple(asset for asset in release.assets if not asset.whole))

    def _release(self, raw: Mapping[str, Any]) -> Release:
        with understood("the release that it names"):
            return Release(
                id=int(raw["id"]),
                tag=str(raw["tag_name"]),
                draft=bool(raw["draft"]),
                upload_url=str(raw["upload_url"]),
                page=str(raw.get("html_url", "")),
                assets=tuple(asset_of(one) for one in raw.get("assets") or ()),
            )


@contextmanager
def understood(what: str) -> Iterator[None]:
    """Read an answer; ForgeSilent where it is of another form."""
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ForgeSilent(what=what, why=f"its answer is of another form ({type(error).__name__})") from error


def named(body: Any, what: str) -> tuple[str, str]:
    """Return the kind and the id of the object that an answer names."""
    with understood(what):
        return str(body["object"]["type"]), str(body["object"]["sha"])


@dataclass(frozen=True)
class Compared:
    """What a release lacks, names with other bytes, distributions that are not ours, broken assets."""

    missing: tuple[Artifact, ...]
    other: tuple[str, ...]
    foreign: tuple[str, ...]
    broken: tuple[Asset, ...]


@dataclass(frozen=True)
class Token:
    """How the forge's token is found: in the environment, else at the forge's own program."""

    host: str
    folder: Path

    @cached_property
    def value(self) -> str:
        """The token; empty where there is none."""
        found = next((os.environ[name] for name in TOKENS if os.environ.get(name)), "")
        token = found or self._of_program()
        remember(token)
        return token

    def _of_program(self) -> str:
        try:
            done = process.run(["gh", "auth", "token", "--hostname", self.host], self.folder, seconds=20)
        except (process.ProgramMissing, process.CommandTimedOut):
            return ""
        return done.stdout.strip() if done.code == 0 else ""


def of(git: Git, remote: str) -> Forge | None:
    """Return the forge of a remote; None where there is no remote, or it is on no known one."""
    return find(git, remote, os.environ) if remote else None


def of_project(project: Project) -> Forge | None:
    """Return the forge of a project's remote, as `of` does."""
    return of(Git(project.root), project.remote)


def find(git: Git, remote: str, environ: Mapping[str, str]) -> Forge | None:
    """Return the forge that a remote belongs to; None where it is no known one.

    Known are the forge of this CI run (GITHUB_SERVER_URL with GITHUB_API_URL) and GitHub itself.
    """
    host, slug = located(address_of(git, remote))
    if not host or not slug:
        return None
    server = urlsplit(environ.get("GITHUB_SERVER_URL", ""))
    if server.netloc.lower() == host and environ.get("GITHUB_API_URL"):
        base, site = environ["GITHUB_API_URL"], environ["GITHUB_SERVER_URL"].rstrip("/")
    elif host == GITHUB:
        base, site = API, f"https://{GITHUB}"
    else:
        return None
    token = Token(host, git.root)
    return Forge(Api(base, lambda: token.value), slug, site)


def address_of(git: Git, remote: str) -> str:
    """Return the address of a remote; a remote that is no name is its own address."""
    done = git.run("remote", "get-url", "--", remote)
    return done.stdout.strip() if done.code == 0 else remote


def located(address: str) -> tuple[str, str]:
    """Return host, with its port, and `owner/name` of a remote's address; empty where it has none.

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
    return (host.lower(), match["slug"]) if match else ("", "")


def asset_of(raw: Mapping[str, Any]) -> Asset:
    """Return an asset as the API shows it."""
    digest = str(raw.get("digest") or "")
    return Asset(
        id=int(raw["id"]),
        name=str(raw["name"]),
        size=int(raw.get("size") or 0),
        sha256=digest.removeprefix("sha256:") if digest.startswith("sha256:") else "",
        whole=raw.get("state", "uploaded") == "uploaded",
    )


def spelt(filename: str) -> str:
    """Return a file's name as the forge spells it: dots for all but letters, digits and `._-`."""
    return re.sub(r"[^A-Za-z0-9._-]", ".", filename)
