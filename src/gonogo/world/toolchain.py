"""Toolchains: build environments with what a project's backend needs; kept ones for the hooks that only tell.

A kept toolchain lives in the user's cache folder below the hash of its interpreter and requirements. It is
made in a folder with a name of its own and counts from the moment its name is written into `ready`, by one
rename: killed earlier, it is only a folder that a later run sweeps.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from gonogo.world.environments import Environment, create
from gonogo.world.kept import write_durably

FRESH_DAYS = 7
"""Days after which a kept toolchain is made again, so that a backend's releases arrive."""

DAY = 86400.0


def fresh(folder: Path, requires: Iterable[str], cwd: Path) -> Environment:
    """Make an environment in `folder` with the requirements in it."""
    environment = create(folder)
    add(environment, requires, cwd)
    return environment


def add(environment: Environment, requires: Iterable[str], cwd: Path) -> None:
    """Install requirements; nothing is started where there are none."""
    wanted = sorted(set(requires))
    if wanted:
        environment.install(*wanted, cwd=cwd)


def kept(requires: Iterable[str], cwd: Path) -> Environment:
    """Return the kept environment for these requirements, and make it where there is none."""
    home = cache() / key(requires)
    found = ready(home)
    if found is not None:
        return found
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    sweep(home)
    environment = fresh(Path(tempfile.mkdtemp(prefix="env-", dir=home)) / "env", requires, cwd)
    write_durably(home / "ready", environment.folder.parent.name)
    return environment


def ready(home: Path) -> Environment | None:
    """Return the environment that `ready` names, unless it is stale or its interpreter is gone."""
    pointer = home / "ready"
    try:
        if time.time() - pointer.stat().st_mtime > FRESH_DAYS * DAY:
            return None
        environment = Environment(home / Path(pointer.read_text(encoding="utf-8")).name / "env")
    except OSError:
        return None
    return environment if environment.python.exists() else None


def sweep(home: Path) -> None:
    """Remove the folders that a killed run left a day ago or that were replaced."""
    for folder in home.glob("env-*"):
        if time.time() - folder.stat().st_mtime > DAY:
            shutil.rmtree(folder, ignore_errors=True)


def key(requires: Iterable[str]) -> str:
    """Return the name of a kept toolchain: what interpreter it has and what is installed in it."""
    words = [sys.version, str(Path(sys.executable).resolve()), *sorted(set(requires))]
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:32]


def cache() -> Path:
    """Return the folder of kept toolchains: in the user's cache, or a passing one where that is shut."""
    from platformdirs import user_cache_path

    home = user_cache_path("gonogo") / "toolchains"
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        return passing()
    return home if os.access(home, os.W_OK) else passing()


def passing() -> Path:
    """Return a temporary folder that goes when this process ends."""
    import atexit

    folder = tempfile.mkdtemp(prefix="gonogo-toolchains-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)
