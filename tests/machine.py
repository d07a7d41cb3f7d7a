"""The machine that the tests run on: where they write, and what is compiled before they begin."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

import gonogo

NOT_COMPILED = r"/(mypy|mypyc|setuptools|pygments/lexers)/"
"""Folders of installed packages that hold much and that no test needs compiled."""

MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
NEEDED = 4 << 30
"""Bytes of memory that must be free for the tests to write there; they need about one GiB."""


def compile_installed() -> None:
    """Compile what is installed: uv does not, and tests start Python often."""
    compiled = Path(importlib.util.cache_from_source(pytest.__file__)).exists()
    folders = [*gonogo.__path__, *([] if compiled else [sysconfig.get_path("purelib")])]
    argv = [sys.executable, "-m", "compileall", "-qq", "-j", "0", "-x", NOT_COMPILED, *folders]
    subprocess.run(argv, check=False)


def work_in_memory() -> Callable[[], None]:
    """Let temporary files be in memory where there is plenty of it; return what removes them at the end.

    The tests make thousands of commits and clones, each written durably. `--basetemp FOLDER` keeps what they wrote.
    """
    if not is_plenty():
        return lambda: None
    folder = tempfile.mkdtemp(prefix="gonogo-tests-", dir=MEMORY)
    os.environ["TMPDIR"] = tempfile.tempdir = folder
    return partial(shutil.rmtree, folder, ignore_errors=True)


def is_plenty() -> bool:
    """Return whether programs can be written to memory, and started from there."""
    if not (MEMORY.is_dir() and os.access(MEMORY, os.W_OK)):
        return False
    seen = os.statvfs(MEMORY)
    return seen.f_bavail * seen.f_frsize > NEEDED and not seen.f_flag & os.ST_NOEXEC
