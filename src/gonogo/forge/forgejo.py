"""Forgejo, and Gitea: their API of releases and pull requests follows GitHub's, but for what is written here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from gonogo.forge.api import Access
from gonogo.forge.github import GitHub
from gonogo.forge.provider import Asset, Proposal, Release, understood

ACCESS = Access(variables=("FORGEJO_TOKEN", "GITEA_TOKEN"), host_variable="FORGEJO_HOST")


def base_of(site: str) -> str:
    """Return the address of the API of the Forgejo at a site."""
    return f"{site}/api/v1"


@dataclass(frozen=True)
class Forgejo(GitHub):
    """One repository on Forgejo."""

    def commit_of(self, tag: str) -> str:
        """Return the commit that a tag on the forge names; empty where there is no such tag."""
        what = f"the tag {tag}"
        reply = self.api.get(f"{self.base}/tags/{quote(tag, safe='')}", what)
        with understood(what):
            return str(reply.body["commit"]["sha"]) if reply.status == 200 else ""

    def page_to_open(self, proposal: Proposal) -> str:
        """Return the page where a pull request is opened by hand."""
        return f"{self.site}/{self.repository}/compare/{quote(proposal.target)}...{quote(proposal.branch)}"

    def runs(self, workflow: str, tag: str) -> int:
        """Return how many of the newest runs are of a workflow and a tag; Forgejo and Gitea name both differently."""
        what = f"the runs of {workflow} for {tag}"
        with understood(what):
            reply = self.api.get(f"{self.base}/actions/runs?limit=50", what)
            found = reply.body["workflow_runs"] if reply.status == 200 else ()
            of_forgejo = ((one["workflow_id"], one["prettyref"]) for one in found if "prettyref" in one)
            of_gitea = ((one["path"].partition("@")[0], one["head_branch"]) for one in found if "path" in one)
            return [*of_forgejo, *of_gitea].count((workflow, tag))

    def ref_of(self, tag: str) -> str:
        """Return a tag as it names the ref that a workflow is started on: Gitea reads a short name as a branch."""
        return f"refs/tags/{tag}"

    def _release(self, raw: Mapping[str, Any]) -> Release:
        with understood("the release that it names"):
            number = int(raw["id"])
            return Release(
                id=number,
                tag=str(raw["tag_name"]),
                draft=bool(raw["draft"]),
                upload_url=f"{self.base}/releases/{number}/assets",
                assets=tuple(self._asset(one) for one in raw.get("assets") or ()),
            )

    def _asset(self, raw: Mapping[str, Any]) -> Asset:
        return Asset(id=int(raw["id"]), name=str(raw["name"]), url=str(raw["browser_download_url"]))
