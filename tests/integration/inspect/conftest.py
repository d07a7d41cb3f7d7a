"""The forge of artifacts, and an open shelf to ask."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gonogo.shelf import Shelf, open_shelf
from gonogo.shelf.shelf import Options

SAMPLES = Path(__file__).parents[2] / "samples"
NOWHERE = "http://127.0.0.1:9/simple/"

if "samples_artifacts" not in sys.modules:
    spec = importlib.util.spec_from_file_location("samples_artifacts", SAMPLES / "artifacts.py")
    sys.modules["samples_artifacts"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules["samples_artifacts"])


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    one = open_shelf(tmp_path / "shelf", options=Options(fallback=NOWHERE))
    yield one
    one.close()
