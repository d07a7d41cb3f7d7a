"""What the tests of bump-my-version's process share."""

from __future__ import annotations

import pytest

from gonogo.project import bump

START = bump.start


@pytest.fixture
def started_for_a_user(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start the bump server as it starts for a user, not forked."""
    monkeypatch.setattr(bump, "start", START)
