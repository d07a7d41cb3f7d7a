"""No file holds the address of a package registry: the libraries know it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOST = ".".join(["pypi", "org"])


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="the tests stand outside of the repository")
def test_no_file_names_the_host_of_a_registry() -> None:
    done = subprocess.run(["git", "grep", "-lF", HOST], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout == ""
