"""What the tests of layouts share: the samples, found without a package of tests."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

FILE = Path(__file__).parents[2] / "samples" / "layouts.py"


@pytest.fixture(scope="session")
def samples() -> ModuleType:
    """The module of samples."""
    spec = importlib.util.spec_from_file_location("samples_layouts", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
