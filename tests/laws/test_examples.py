"""Law of every docstring: the examples in it hold."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import gonogo

ROOT = Path(gonogo.__path__[0])
WITH_EXAMPLES = [path for path in sorted(ROOT.rglob("*.py")) if ">>> " in path.read_text(encoding="utf-8")]


def module_of(path: Path) -> str:
    return ".".join(("gonogo", *path.relative_to(ROOT).with_suffix("").parts))


def test_every_example_in_a_docstring_holds():
    results = [doctest.testmod(importlib.import_module(module_of(path))) for path in WITH_EXAMPLES]
    assert sum(result.attempted for result in results) > 20
    assert sum(result.failed for result in results) == 0
