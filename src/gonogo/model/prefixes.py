"""Prefixes: what stands before the names of gonogo's sessions and tasks in a project."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Prefixes:
    """What `gonogo.sessions(prefix=...)` and `gonogo.tasks(prefix=...)` are given; empty for none."""

    sessions: str = ""
    tasks: str = ""
