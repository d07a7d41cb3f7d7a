"""The table of kinds in CONTRIBUTING.md names tests that are there: a file for each kind, and a similar case."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TABLE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("| kind | test file | a similar case |\n")[2]
ROWS = re.findall(r"^\| (?P<kind>[^|]+) \| `(?P<file>[^`]+)` \| `(?P<sister>[^`]+)` \|$", TABLE, re.MULTILINE)
KINDS, SECURITY = 8, 13


def names_in(path: str) -> set[str]:
    """Return the names of the tests in a file."""
    nodes = ast.parse((ROOT / path).read_text(encoding="utf-8")).body
    return {node.name for node in nodes if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def test_every_kind_has_a_row():
    security = [kind for kind, _, _ in ROWS if kind.startswith("Security: ")]
    assert (len(ROWS) - len(security), len(security)) == (KINDS, SECURITY)


@pytest.mark.parametrize(("file", "sister"), [(file, sister) for _, file, sister in ROWS], ids=[row[0] for row in ROWS])
def test_a_kind_has_tests_and_a_sister_case(file, sister):
    path, _, name = sister.partition("::")
    assert names_in(file)
    assert name in names_in(path)
    assert names_in(file) - {name}
