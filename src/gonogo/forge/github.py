"""GitHub: releases with their assets, and pull requests, through its REST API."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from gonogo.forge.api import Access, Api, file_content
from gonogo.forge.provider import Asset, Proposal, PullRequest, Release, understood
from gonogo.model.errors import CouldNotTell

API = "https://api.github.com"
ACCESS = Access(
    variables=("GITHUB_TOKEN", "GH_TOKEN"),
    host_variable="GH_HOST",
    program=("gh", "auth", "token", "--hostname"),
    login="gh auth login",
    headers={"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"},
)
NESTED_TAGS = 5
"""Tags of tags that are followed at the most."""


def base_of(site: str) -> str:
    """Return the address of the API of the GitHub at a site."""
    return API if site == "https://github.com" else f"{site}/api/v3"


@dataclass(frozen=True)
class GitHub:
    """One repository on GitHub."""

    api: Api
    repository: str
    site: str = ""

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
            found = self._release(reply.body)
            return None if found.draft else found
        self.require_seen()
        return None

    def draft(self, tag: str) -> Release | None:
        """Return the oldest draft of a tag; only a token that may write sees drafts."""
        what = "the drafts of releases"
        with understood(what):
            found = self.api.pages(f"{self.base}/releases?per_page=100&limit=50", what)
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

    def publish(self, release: Release, names: Iterable[str]) -> None:  # noqa: ARG002 - it holds its files already
        """Make a draft public."""
        what = f"publish the release of {release.tag}"
        self.api.write("PATCH", f"{self.base}/releases/{release.id}", what, json={"draft": False})

    def page_to_open(self, proposal: Proposal) -> str:
        """Return the page where a pull request is opened by hand."""
        between = f"{quote(proposal.target)}...{quote(proposal.branch)}"
        return f"{self.site}/{self.repository}/compare/{between}?expand=1"

    def opened(self, proposal: Proposal) -> PullRequest | None:
        """Return the open pull request between two branches of the repository; None where there is none."""
        what = f"the pull requests of {self.repository}"
        head = quote(f"{self.repository.partition('/')[0]}:{proposal.branch}", safe="")
        query = f"state=open&head={head}&base={quote(proposal.target, safe='')}&per_page=100&limit=50"
        with understood(what):
            for raw in self.api.pages(f"{self.base}/pulls?{query}", what):
                ours = (raw["head"].get("repo") or {}).get("full_name") in (None, self.repository)
                if ours and (raw["head"]["ref"], raw["base"]["ref"]) == (proposal.branch, proposal.target):
                    return pull_request(raw)
        return None

    def open(self, proposal: Proposal) -> PullRequest:
        """Open a pull request."""
        what = f"open a pull request from {proposal.branch}"
        words = {"head": proposal.branch, "base": proposal.target, "title": proposal.title, "body": proposal.body}
        reply = self.api.write("POST", f"{self.base}/pulls", what, json=words)
        with understood(what):
            return pull_request(reply.body)

    def update(self, number: int, proposal: Proposal) -> None:
        """Give a pull request another title and text."""
        words = {"title": proposal.title, "body": proposal.body}
        self.api.write("PATCH", f"{self.base}/pulls/{number}", f"update pull request {number}", json=words)

    def labels(self, number: str) -> tuple[str, ...]:
        """Return the labels that a pull request has; CouldNotTell where the forge does not show it."""
        what = f"the labels of pull request {number}"
        reply = self.api.get(f"{self.base}/pulls/{number}", what)
        if reply.status != 200:
            raise CouldNotTell(what=what, why=f"{self.host} does not show it")
        with understood(what):
            return tuple(str(one["name"]) for one in reply.body["labels"])

    def runs(self, workflow: str, tag: str) -> int:
        """Return how many runs a workflow has had for a tag."""
        what = f"the runs of {workflow} for {tag}"
        path = f"{self.base}/actions/workflows/{quote(workflow)}/runs?branch={quote(tag, safe='')}&per_page=1"
        with understood(what):
            reply = self.api.get(path, what)
            return int(reply.body["total_count"]) if reply.status == 200 else 0

    def start(self, workflow: str, tag: str, inputs: Mapping[str, str]) -> None:
        """Start a workflow on a tag: the one event that a workflow's own token may cause."""
        path = f"{self.base}/actions/workflows/{quote(workflow)}/dispatches"
        words = {"ref": self.ref_of(tag), "inputs": inputs}
        self.api.write("POST", path, f"start {workflow} on {tag}", json=words)

    def ref_of(self, tag: str) -> str:
        """Return a tag as it names the ref that a workflow is started on."""
        return tag

    def _release(self, raw: Mapping[str, Any]) -> Release:
        with understood("the release that it names"):
            return Release(
                id=int(raw["id"]),
                tag=str(raw["tag_name"]),
                draft=bool(raw["draft"]),
                upload_url=str(raw["upload_url"]),
                assets=tuple(self._asset(one) for one in raw.get("assets") or ()),
            )

    def _asset(self, raw: Mapping[str, Any]) -> Asset:
        digest = str(raw.get("digest") or "")
        return Asset(
            id=int(raw["id"]),
            name=str(raw["name"]),
            url=f"{self.base}/releases/assets/{int(raw['id'])}",
            sha256=digest.removeprefix("sha256:") if digest.startswith("sha256:") else "",
            whole=raw.get("state", "uploaded") == "uploaded",
        )


def named(body: Any, what: str) -> tuple[str, str]:
    """Return the kind and the id of the object that an answer names."""
    with understood(what):
        return str(body["object"]["type"]), str(body["object"]["sha"])


def pull_request(raw: Mapping[str, Any]) -> PullRequest:
    """Return a pull request as the API gives it."""
    return PullRequest(int(raw["number"]), str(raw["html_url"]))
