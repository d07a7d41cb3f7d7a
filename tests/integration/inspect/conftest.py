"""The forge of artifacts, and a open test index to ask."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gonogo.test_index import EmbeddedIndex, open_index
from gonogo.test_index.embedded import Options

SAMPLES = Path(__file__).parents[2] / "samples"
NOWHERE = "http://127.0.0.1:9/simple/"

if "samples_artifacts" not in sys.modules:
    spec = importlib.util.spec_from_file_location("samples_artifacts", SAMPLES / "artifacts.py")
    sys.modules["samples_artifacts"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules["samples_artifacts"])


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[EmbeddedIndex]:
    one = open_index(tmp_path / "index", options=Options(fallback=NOWHERE))
    yield one
    one.close()
