"""Pull requests on a forge: found by their branches, opened once, and updated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from gonogo.forge.api import ForgeRefused
from gonogo.forge.github import Forge, understood
from gonogo.model.errors import CouldNotTell

BODY_LIMIT = 60_000
"""Characters of a text that a forge takes; GitHub refuses more than 65,536."""


@dataclass(frozen=True)
class Proposal:
    """What a pull request says: from which branch into which, its title and its text."""

    branch: str
    target: str
    title: str
    body: str


@dataclass(frozen=True)
class PullRequest:
    """An open pull request: its number and its page."""

    number: int
    page: str


def page_to_open(forge: Forge, branch: str, target: str) -> str:
    """Return the page where a pull request is opened by hand."""
    return f"{forge.site}/{forge.repository}/compare/{quote(target)}...{quote(branch)}?expand=1"


def propose(forge: Forge, proposal: Proposal) -> tuple[PullRequest, bool]:
    """Open a pull request, or give the open one of the same branches its new text; return it, and whether it is new."""
    found = opened(forge, proposal)
    if found is None:
        try:
            return create(forge, proposal), True
        except ForgeRefused:
            found = opened(forge, proposal)
            if found is None:
                raise
    words = {"title": proposal.title, "body": proposal.body[:BODY_LIMIT]}
    forge.api.write("PATCH", f"{forge.base}/pulls/{found.number}", f"update pull request {found.number}", json=words)
    return found, False


def opened(forge: Forge, proposal: Proposal) -> PullRequest | None:
    """Return the open pull request between two branches of the repository; None where there is none."""
    what = f"the pull requests of {forge.repository}"
    head = quote(f"{forge.repository.partition('/')[0]}:{proposal.branch}", safe="")
    query = f"state=open&head={head}&base={quote(proposal.target, safe='')}&per_page=100"
    with understood(what):
        for raw in forge.api.pages(f"{forge.base}/pulls?{query}", what):
            if (raw["head"]["ref"], raw["base"]["ref"]) == (proposal.branch, proposal.target):
                return parsed(raw)
    return None


def labels(forge: Forge, number: str) -> tuple[str, ...]:
    """Return the names of the labels that a pull request has; CouldNotTell where the forge does not show it."""
    what = f"the labels of pull request {number}"
    reply = forge.api.get(f"{forge.base}/pulls/{number}", what)
    if reply.status != 200:
        raise CouldNotTell(what=what, why=f"{forge.host} does not show it")
    with understood(what):
        return tuple(str(one["name"]) for one in reply.body["labels"])


def create(forge: Forge, proposal: Proposal) -> PullRequest:
    """Open a pull request."""
    what = f"open a pull request from {proposal.branch}"
    words = {"head": proposal.branch, "base": proposal.target, "title": proposal.title}
    reply = forge.api.write("POST", f"{forge.base}/pulls", what, json={**words, "body": proposal.body[:BODY_LIMIT]})
    with understood(what):
        return parsed(reply.body)


def parsed(raw: Mapping[str, Any]) -> PullRequest:
    """Return a pull request as the API gives it."""
    return PullRequest(int(raw["number"]), str(raw["html_url"]))
