from __future__ import annotations

import pytest


@pytest.fixture
def forked_bump_server() -> None:
    """Nothing: here the bump server is started as it is for a user."""
