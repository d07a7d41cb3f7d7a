"""An index of its own for each release, and the sample that publishes to it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from gonogo.shelf import open_shelf
from gonogo.system.pip_settings import configured_index

sys.path.insert(0, str(Path(__file__).parent))

from places import Place


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    with open_shelf(tmp_path / "shelf", fallback=configured_index()) as opened:
        monkeypatch.setenv("GONOGO_TOKEN_LOCAL", opened.token)
        yield opened


@pytest.fixture
def here(sample, shelf) -> Place:
    """The sample, which publishes from here to a shelf."""
    sample.settings(f"""
        [tool.gonogo]
        publish = "here"
        index = "local"

        [tool.gonogo.indexes.local]
        upload = "{shelf.index.upload_url}"
        simple = "{shelf.index.simple_url}"
        """)
    return Place(sample.folder)
