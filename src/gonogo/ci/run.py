"""A run: what a CI provider says of the job that we are in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Run:
    """One run of a workflow; `tag` is the ref without `refs/tags/`, and empty where the ref is no tag."""

    provider: str
    event: str
    ref: str
    tag: str
    repository: str
    url: str
