"""Toolchains: build environments with what a project's backend needs, kept; a build gets a copy of its own.

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
from collections.abc import Iterable, Sequence
from pathlib import Path

from gonogo.artifacts.environments import Environment, create, uv_program
from gonogo.artifacts.store import digest, write_durably
from gonogo.model.errors import GonogoError, Status
from gonogo.system import process
from gonogo.system.process import CommandFailed

FRESH_DAYS = 7
"""Days after which a kept toolchain is made again, so that a backend's releases arrive."""

DAY = 86400.0

SCRIPT_LIMIT = 1 << 16
"""Bytes up to which a program may be a script that names its environment."""

LOCK = "requirements/build.txt"
"""Where a project may pin its build requirements by hash (`uv pip compile --generate-hashes`)."""


class NotLocked(GonogoError):
    """The build needs something that the project's lock of build requirements does not hold."""

    status = Status.NO_GO
    text = "{lock} does not hold what the build needs: {needs}"
    hint_text = "lock it again: uv pip compile --generate-hashes --output-file {lock} requirements/build.in"


def fresh(folder: Path, requires: Iterable[str], source: Path, options: Sequence[str] = ()) -> Environment:
    """Make an environment in `folder` with the requirements in it; by hash where `source` has a lock for them.

    `options` are words for the installer.
    """
    environment = create(folder)
    lock = source / LOCK
    if lock.is_file():
        environment.install("--no-deps", "--require-hashes", "--only-binary", ":all:", "-r", str(lock), cwd=source)
    add(environment, requires, source, options)
    return environment


def add(environment: Environment, requires: Iterable[str], source: Path, options: Sequence[str] = ()) -> None:
    """Install requirements; NotLocked where `source` has a lock that does not hold them."""
    wanted = sorted(set(requires))
    if not wanted:
        return
    if not (source / LOCK).is_file():
        environment.install(*options, *wanted, cwd=source)
        return
    try:
        environment.install("--no-index", *wanted, cwd=source)
    except CommandFailed as error:
        raise NotLocked(lock=LOCK, needs=", ".join(wanted)) from error


def kept(requires: Sequence[str], source: Path, options: Sequence[str] = ()) -> Environment:
    """Return the kept environment for these requirements, and make it where there is none."""
    home = cache() / key([*requires, *options], source)
    there = ready(home)
    if there is not None:
        return there
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    sweep(home)
    environment = fresh(Path(tempfile.mkdtemp(prefix="env-", dir=home)) / "env", requires, source, options)
    compile_all(environment, source)
    write_durably(home / "ready", environment.folder.parent.name)
    return environment


def pinned(requires: Sequence[str], pins: Sequence[str], source: Path, before: str = "") -> Environment:
    """Return the kept environment for requirements, at the versions that `pins` name, with none younger than `before`.

    Where `source` has a lock, that holds; where the pins cannot be installed, as on another Python, none does. Only uv
    knows how old a release is.
    """
    options = ("--exclude-newer", before) if before and uv_program() else ()
    if not (pins or options) or (source / LOCK).is_file():
        return kept(requires, source)
    there = found(requires, source)
    if there is not None and not options and set(pins) <= set(versions(there)):
        return there
    try:
        return kept([*requires, *pins], source, options)
    except CommandFailed:
        return kept(requires, source)


def versions(environment: Environment) -> tuple[str, ...]:
    """Return what is installed in an environment, each as `name==version`, without the installer."""
    shapes = ("lib/python*/site-packages", "lib/pypy*/site-packages", "Lib/site-packages")
    folders = (one.name for shape in shapes for one in environment.folder.glob(f"{shape}/*.dist-info"))
    pairs = (name.removesuffix(".dist-info").rpartition("-") for name in folders)
    return tuple(sorted(f"{name.replace('_', '-').lower()}=={version}" for name, _, version in pairs if name != "pip"))


def copy(environment: Environment, folder: Path) -> Environment:
    """Copy an environment into `folder`: as good as new, in a fraction of the time, and free to be changed.

    Files are linked where that can be, as uv links them from its own cache: an installer replaces a file and
    never writes into one.
    """
    shutil.copytree(environment.folder, folder, symlinks=True, copy_function=linked)
    before, after = (str(one).encode() for one in (environment.folder, folder))
    for path in Environment(folder).scripts.iterdir():
        if path.is_symlink() or not path.is_file() or path.stat().st_size > SCRIPT_LIMIT:
            continue
        content = path.read_bytes()
        if before in content:
            mode = path.stat().st_mode
            path.unlink()
            path.write_bytes(content.replace(before, after))
            path.chmod(mode)
    return Environment(folder)


def linked(source: str, target: str) -> None:
    """Link a file, or copy it where the file system does not link."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def found(requires: Iterable[str], source: Path) -> Environment | None:
    """Return the kept environment for these requirements; None where there is none yet."""
    return ready(cache() / key(requires, source))


def compile_all(environment: Environment, source: Path) -> None:
    """Compile what is installed, once, so that no later start has to; a file of another Python is left as it is."""
    process.run([str(environment.python), "-m", "compileall", "-q", "-j", "0", str(environment.folder)], source)


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


def key(requires: Iterable[str], source: Path) -> str:
    """Return the name of a kept toolchain: what interpreter it has and what is installed in it."""
    lock = source / LOCK
    locked = digest(lock) if lock.is_file() else ""
    words = ["compiled", sys.version, str(Path(sys.executable).resolve()), locked, *sorted(set(requires))]
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
