"""An open shelf, a folder for artifacts, and clients that use them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gonogo.shelf import Shelf, open_shelf
from gonogo.shelf.shelf import Options

sys.path.insert(0, str(Path(__file__).parent))

from shelf_kit import UNREACHABLE, Client


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
def opened(tmp_path: Path) -> Iterator[Callable[..., Shelf]]:
    """A function that opens shelves, which are closed afterwards."""
    shelves: list[Shelf] = []

    def open_one(**asked: Any) -> Shelf:
        shelf = open_shelf(tmp_path / f"shelf{len(shelves)}", **asked)
        shelves.append(shelf)
        return shelf

    yield open_one
    for shelf in shelves:
        shelf.close()


@pytest.fixture
def shelf(opened: Callable[..., Shelf]) -> Shelf:
    return opened(options=Options(fallback=UNREACHABLE))
