"""An index of its own for each release, and the sample that publishes to it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from gonogo.system.pip_settings import configured_index
from gonogo.test_index import open_index

sys.path.insert(0, str(Path(__file__).parent))

from places import Location


@pytest.fixture
def embedded(tmp_path, monkeypatch):
    with open_index(tmp_path / "index", fallback=configured_index()) as opened:
        monkeypatch.setenv("GONOGO_TOKEN_LOCAL", opened.token)
        yield opened


@pytest.fixture
def here(sample, embedded) -> Location:
    """The sample, which publishes from here to a test index."""
    sample.settings(f"""
        [tool.gonogo]
        publish = "here"
        index = "local"

        [tool.gonogo.indexes.local]
        upload = "{embedded.index.upload_url}"
        simple = "{embedded.index.simple_url}"
        """)
    return Location(sample.folder)
