"""A run: what a CI provider says of the job that we are in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Run:
    """One run of a workflow: provider, event, full ref, tag without `refs/tags/` (or empty), repository and page."""

    provider: str
    event: str
    ref: str
    tag: str
    repository: str
    url: str
