"""A few of the journeys of `nox -s layouts`: from init through a scheme, rehearsed up to verify."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("layout", ["setuptools_attr", "hatchling_vcs"])
def test_a_project_goes_from_init_to_verify(layout: str) -> None:
    argv = [sys.executable, "-m", "tests.samples.journeys", layout, "epoch"]
    done = subprocess.run(
        argv, cwd=ROOT, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False, timeout=500
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("GO")
