"""Runs of a workflow on a forge: whether there are any for a ref, and how one is started."""

from __future__ import annotations

from urllib.parse import quote

from gonogo.forge.github import GitHub
from gonogo.forge.provider import understood


def count(forge: GitHub, workflow: str, ref: str) -> int:
    """Return how many runs a workflow has had for a branch or a tag."""
    what = f"the runs of {workflow} for {ref}"
    path = f"{forge.base}/actions/workflows/{quote(workflow)}/runs?branch={quote(ref, safe='')}&per_page=1"
    with understood(what):
        reply = forge.api.get(path, what)
        return int(reply.body["total_count"]) if reply.status == 200 else 0


def start(forge: GitHub, workflow: str, ref: str, inputs: dict[str, str]) -> None:
    """Start a workflow on a tag: the one event that GitHub lets a workflow's own token cause."""
    path = f"{forge.base}/actions/workflows/{quote(workflow)}/dispatches"
    forge.api.write("POST", path, f"start {workflow} on {ref}", json={"ref": ref, "inputs": inputs})
