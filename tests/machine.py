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


def compile_tests(config: pytest.Config) -> None:
    """Rewrite the assertions of all test files once, where each worker would do it for itself."""
    from _pytest.assertion.rewrite import PYC_TAIL, get_cache_dir

    folder = Path(__file__).parent
    files = [*folder.rglob("test_*.py"), *folder.rglob("conftest.py")]
    kept = [get_cache_dir(one) / (one.stem + PYC_TAIL) for one in files]
    stale = [pair for pair in zip(files, kept, strict=True) if is_stale(*pair)]
    cores = os.cpu_count() or 1
    children = [fork(partial(rewrite, stale[number::cores], config)) for number in range(cores if stale else 0)]
    for child in children:
        os.waitpid(child, 0)


def is_stale(source: Path, kept: Path) -> bool:
    """Return whether a file was changed since it was compiled, or never compiled."""
    return not kept.exists() or kept.stat().st_mtime < source.stat().st_mtime


def fork(act: Callable[[], None]) -> int:
    """Let a child of this process act, and return its number."""
    child = os.fork()
    if not child:
        try:
            act()
        finally:
            os._exit(0)
    return child


def rewrite(pairs: list[tuple[Path, Path]], config: pytest.Config) -> None:
    """Write what pytest makes of test files where it looks for it; it checks that it is of the same text."""
    from _pytest.assertion import rewrite as pytests

    for source, kept in pairs:
        kept.parent.mkdir(exist_ok=True)
        digest, code = pytests._rewrite_test(source, config)  # noqa: SLF001
        pytests._write_pyc(config.stash[pytests.assertstate_key], code, digest, kept)  # noqa: SLF001


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
