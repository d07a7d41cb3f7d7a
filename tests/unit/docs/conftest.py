"""The documents of the repository as a reader of the built documentation gets them."""

from __future__ import annotations

import re
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
INCLUDE = re.compile(r"^```\{include\} (\S+)\n(?::.*\n)*```$", re.MULTILINE)
FENCE = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)

if (ROOT / "docs").is_dir():
    sys.path.insert(0, str(ROOT / "docs"))


@cache
def text_of(path: Path) -> str:
    """Return a document as it is built: with what it includes, and with what the code says of itself."""
    import from_code

    text = path.read_text(encoding="utf-8")
    text = INCLUDE.sub(lambda match: (path.parent / match[1]).read_text(encoding="utf-8"), text)
    return from_code.fill(text)


@pytest.fixture(scope="session")
def built():
    """A function from the path of a document in the repository to its text as it is built."""
    if not (ROOT / "docs").is_dir():
        pytest.skip("the tests stand outside of the repository")
    return lambda name: text_of(ROOT / name)
