"""What the tests of the scaffold share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from gonogo import adopt
from gonogo.adopt.change import FileChange, Note
from gonogo.adopt.site import Site

Proposed = tuple[dict[str, str], list[str]]


@pytest.fixture
def propose(tmp_path: Path) -> Callable[..., Proposed]:
    """Write files, and return what the scaffold would make of them: texts by path, and notes."""

    def proposed(files: dict[str, str], kind: str = "hand", changelog: str = "CHANGES.md") -> Proposed:
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes(text.encode())
        site = Site(tmp_path, "demo", kind, changelog, sessions=("build", "tests"), tasks=("bump", "news"))
        found = adopt.propose(site)
        changes = {one.path: one.after for one in found if isinstance(one, FileChange) and one.is_change}
        return changes, [one.what for one in found if isinstance(one, Note)]

    return proposed
