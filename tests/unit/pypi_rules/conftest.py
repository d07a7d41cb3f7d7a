"""The forge of artifacts and the cases of the rules, for every test of the book."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

SAMPLES = Path(__file__).parents[2] / "samples"


def load(path: Path, name: str) -> ModuleType:
    """Load a module of samples once, under a name of its own."""
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, path)
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


load(SAMPLES / "artifacts.py", "samples_artifacts")
load(SAMPLES / "case.py", "samples_case")


@pytest.fixture(scope="session")
def forge() -> ModuleType:
    """Return the forge of sdists and wheels."""
    return sys.modules["samples_artifacts"]


@pytest.fixture(scope="session")
def cases() -> dict[str, object]:
    """Return every rule's case, by its code."""
    found = {}
    for path in sorted((SAMPLES / "rules").glob("*.py")):
        found |= load(path, f"samples_rules_{path.stem}").CASES
    return found
