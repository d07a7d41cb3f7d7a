"""GitLab: releases whose files are in the package registry of the project, and merge requests, through its API.

It has no drafts. The files are sent first, and the release is made with links to all of them in one request.
"""

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from gonogo.artifacts.store import digest
from gonogo.forge.api import Access, Api, ForgeRefused, NotThere, bearer, file_content
from gonogo.forge.provider import Asset, Proposal, PullRequest, Release, hash_of, understood
from gonogo.git.repository import Git
from gonogo.model.errors import CouldNotTell

PACKAGE = "release-files"
"""The generic package that holds the files of releases, each with its tag as the version."""


def header(token: str) -> tuple[str, str]:
    """Return the header that shows a token: a job's has one of its own."""
    return ("JOB-TOKEN", token) if token == os.environ.get("CI_JOB_TOKEN") else bearer(token)


ACCESS = Access(
    variables=("GITLAB_TOKEN", "CI_JOB_TOKEN"),
    host_variable="GITLAB_HOST",
    program=("glab", "config", "get", "token", "--host"),
    login="glab auth login",
    header=header,
)


def base_of(site: str) -> str:
    """Return the address of the API of the GitLab at a site."""
    return f"{site}/api/v4"


@dataclass(frozen=True)
class GitLab:
    """One project on GitLab."""

    api: Api
    repository: str
    site: str = ""

    @property
    def base(self) -> str:
        """The path of the project in the API."""
        return f"/projects/{quote(self.repository, safe='')}"

    @property
    def host(self) -> str:
        """The forge's API host."""
        return self.api.host

    def published(self, tag: str) -> Release | None:
        """Return the release of a tag; None where there is none; else CouldNotTell."""
        reply = self.api.get(f"{self.base}/releases/{quote(tag, safe='')}", f"the release of {tag}")
        if reply.status == 200:
            with understood("the release that it names"):
                links = reply.body["assets"]["links"]
                return Release(0, str(reply.body["tag_name"]), draft=False, assets=tuple(map(asset, links)))
        self.require_seen()
        return None

    def require_seen(self) -> None:
        """Raise CouldNotTell unless the releases are seen: to a stranger, private looks like absent."""
        if self.api.get(f"{self.base}/releases?per_page=1", f"the project {self.repository}").status != 200:
            why = f"{self.host} does not show the project; it may be private, or the token has no access"
            raise CouldNotTell(what=f"the releases of {self.repository}", why=why)

    def draft(self, tag: str) -> None:  # noqa: ARG002 - it has none
        """Return None: there are no drafts."""
        return

    def commit_of(self, tag: str) -> str:
        """Return the commit that a tag on the forge names; empty where there is no such tag.

        A job's token cannot ask for a tag. The job of a tag has the commit in its variables, and those of the other
        tags of its release in the clone that GitLab has made for it.
        """
        given = os.environ
        if given.get("CI_COMMIT_TAG") and self.site == given.get("CI_SERVER_URL", "").rstrip("/"):
            if given["CI_COMMIT_TAG"] == tag:
                return given.get("CI_COMMIT_SHA", "")
            if self.api.token() == given.get("CI_JOB_TOKEN"):
                return Git(Path(given.get("CI_PROJECT_DIR", "."))).resolve(f"refs/tags/{tag}^{{commit}}")
        what = f"the tag {tag}"
        reply = self.api.get(f"{self.base}/repository/tags/{quote(tag, safe='')}", what)
        with understood(what):
            return str(reply.body["commit"]["id"]) if reply.status == 200 else ""

    def create(self, tag: str, name: str, notes: str, *, prerelease: bool) -> Release:  # noqa: ARG002 - it has no such mark
        """Return a draft, which is here alone until it is published."""
        return Release(0, tag, draft=True, name=name, notes=notes)

    def upload(self, release: Release, path: Path) -> None:
        """Send one file to the package registry, and link it where the release is public already."""
        address = self.address_of(release, path.name)
        if not self.is_there(address, path):
            content = file_content(path)
            with content["data"]:
                self.api.write("PUT", address, f"take the file {path.name}", **content)
        if not release.draft:
            links = f"{self.base}/releases/{quote(release.tag, safe='')}/assets/links"
            self.api.write("POST", links, f"link the file {path.name}", json=self.link(release, path.name))

    def is_there(self, address: str, path: Path) -> bool:
        """Return whether the package registry has a file with the same bytes; ForgeRefused for other bytes."""
        try:
            found = hash_of(self.api, Asset(0, path.name, address))
        except NotThere:
            return False
        if found != digest(path):
            why = f"the package {PACKAGE} has a file of that name with other bytes; delete it there"
            raise ForgeRefused(host=self.host, what=f"take the file {path.name}", code=409, why=why)
        return True

    def address_of(self, release: Release, name: str) -> str:
        """Return the address of a release's file in the package registry."""
        version = re.sub(r"[^A-Za-z0-9.+~_-]", "-", release.tag)
        return f"{self.base}/packages/generic/{PACKAGE}/{quote(version)}/{quote(name)}"

    def link(self, release: Release, name: str) -> dict[str, str]:
        """Return the link to a file of a release, whose address below the release stays the same."""
        address = self.api.address(self.address_of(release, name))
        return {"name": name, "url": address, "direct_asset_path": f"/{name}", "link_type": "package"}

    def discard(self, asset: Asset) -> None:
        """Do nothing: an upload that broke off leaves no file."""

    def drop(self, release: Release) -> None:
        """Do nothing: a draft is here alone."""

    def publish(self, release: Release, names: Iterable[str]) -> None:
        """Make the release with links to its files; without a `ref`, GitLab makes no tag that is missing."""
        words = {"tag_name": release.tag, "name": release.name, "description": release.notes}
        links = [self.link(release, name) for name in names]
        what = f"make the release of {release.tag}"
        self.api.write("POST", f"{self.base}/releases", what, json={**words, "assets": {"links": links}})

    def page_to_open(self, proposal: Proposal) -> str:
        """Return the page where a merge request is opened by hand."""
        pairs = {"source_branch": proposal.branch, "target_branch": proposal.target}
        query = "&".join(f"merge_request%5B{key}%5D={quote(value, safe='')}" for key, value in pairs.items())
        return f"{self.site}/{self.repository}/-/merge_requests/new?{query}"

    def opened(self, proposal: Proposal) -> PullRequest | None:
        """Return the open merge request between two branches of the project; None where there is none."""
        what = f"the merge requests of {self.repository}"
        branches = f"source_branch={quote(proposal.branch, safe='')}&target_branch={quote(proposal.target, safe='')}"
        with understood(what):
            for raw in self.api.pages(f"{self.base}/merge_requests?state=opened&{branches}&per_page=100", what):
                if raw["source_project_id"] == raw["target_project_id"]:
                    return merge_request(raw)
        return None

    def open(self, proposal: Proposal) -> PullRequest:
        """Open a merge request."""
        what = f"open a merge request from {proposal.branch}"
        branches = {"source_branch": proposal.branch, "target_branch": proposal.target}
        words = {**branches, "title": proposal.title, "description": proposal.body}
        reply = self.api.write("POST", f"{self.base}/merge_requests", what, json=words)
        with understood(what):
            return merge_request(reply.body)

    def update(self, number: int, proposal: Proposal) -> None:
        """Give a merge request another title and text."""
        words = {"title": proposal.title, "description": proposal.body}
        self.api.write("PUT", f"{self.base}/merge_requests/{number}", f"update merge request {number}", json=words)

    def labels(self, number: str) -> tuple[str, ...]:
        """Return the labels of a merge request; in its own pipeline, those that it had when that was started."""
        if os.environ.get("CI_MERGE_REQUEST_IID") == number:
            return tuple(filter(None, os.environ.get("CI_MERGE_REQUEST_LABELS", "").split(",")))
        what = f"the labels of merge request {number}"
        reply = self.api.get(f"{self.base}/merge_requests/{number}", what)
        if reply.status != 200:
            raise CouldNotTell(what=what, why=f"{self.host} does not show it")
        with understood(what):
            return tuple(map(str, reply.body["labels"]))


def asset(raw: Mapping[str, Any]) -> Asset:
    """Return a link of a release as a file of it."""
    return Asset(id=int(raw["id"]), name=str(raw["name"]), url=str(raw["url"]))


def merge_request(raw: Mapping[str, Any]) -> PullRequest:
    """Return a merge request as the API gives it."""
    return PullRequest(int(raw["iid"]), str(raw["web_url"]))
