"""An index of its own for each release, and the sample that publishes to it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from places import Location

from addresses import kept_port, open_at


@pytest.fixture(scope="session")
def port() -> Iterator[int]:
    """The port of the index whose address is in the settings of the sample."""
    with kept_port() as number:
        yield number


@pytest.fixture
def embedded(tmp_path, monkeypatch, port):
    with open_at(port, tmp_path / "index") as opened:
        monkeypatch.setenv("GONOGO_TOKEN_LOCAL", opened.token)
        yield opened


@pytest.fixture
def here(sample, embedded) -> Location:
    """The sample, which publishes from here to a test index."""
    settings = f"""
        [tool.gonogo]
        publish = "here"
        index = "local"

        [tool.gonogo.indexes.local]
        upload = "{embedded.index.upload_url}"
        simple = "{embedded.index.simple_url}"
        """
    sample.once(settings, lambda: sample.settings(settings))
    return Location(sample.folder)
