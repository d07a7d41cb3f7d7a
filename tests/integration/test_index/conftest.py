"""An open embedded index, a folder for artifacts, and clients that use them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from gonogo.test_index import EmbeddedIndex, Options, open_index

sys.path.insert(0, str(Path(__file__).parent))

from test_index_kit import UNREACHABLE, Client


@pytest.fixture
def client(tmp_path: Path) -> Client:
    folder = tmp_path / "client"
    folder.mkdir()
    return Client(folder)


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    folder = tmp_path / "dist"
    folder.mkdir()
    return folder


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[..., EmbeddedIndex]]:
    """A function that opens indexes, which are closed afterwards."""
    with ExitStack() as stack:

        def open_one(**options: Any) -> EmbeddedIndex:
            number = len(list(tmp_path.glob("index*")))
            return stack.enter_context(open_index(tmp_path / f"index{number}", **options))

        yield open_one


@pytest.fixture
def embedded(opened: Callable[..., EmbeddedIndex]) -> EmbeddedIndex:
    return opened(options=Options(fallback=UNREACHABLE))
