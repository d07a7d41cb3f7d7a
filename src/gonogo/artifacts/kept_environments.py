"""Kept environments: packages that are installed and compiled once, and copied into each environment that needs them.

A kept environment lives in the user's cache folder below the hash of its interpreter and of what is installed in it.
It is made in a folder with a name of its own and counts from the moment its name is written into `ready`, by one
rename: killed earlier, it is only a folder that a later run sweeps.

Beside them are the places in which environments are made that go away: uv asks an interpreter by its path, once.
"""

import hashlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from gonogo.artifacts.environments import Environment, Siblings, create
from gonogo.artifacts.store import write_durably
from gonogo.system import folders, process
from gonogo.system.process import CommandTimedOut

FRESH_DAYS = 7  # days after which a kept environment is made again, so that new releases of what is in it arrive
DAY = 86400.0

SCRIPT_LIMIT = 1 << 16  # bytes up to which a program may be a script that names its environment
PLACES = 32  # places for environments that go away; a run that finds none free uses a temporary folder
COMPILE_SECONDS = 20.0  # how long compiling may take; what is left is compiled when it is imported
Put = Callable[[str, str], object]  # puts a file in a place, by a link or a copy
Make = Callable[[Path], Environment]  # makes an environment in a folder, with all that is to be in it


def kept(contents: Iterable[str], make: Make) -> Environment:
    """Return the kept environment of the running Python with these contents; where there is none, make it."""
    home = cache() / key(contents)
    there = ready(home)
    if there is not None:
        return there
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    sweep(home)
    environment = make(Path(tempfile.mkdtemp(prefix="env-", dir=home)) / "env")
    compile_all(environment, environment.folder)
    write_durably(home / "ready", environment.folder.parent.name)
    return environment


def compile_all(environment: Environment, folder: Path) -> None:
    """Compile what is in a folder; what is not compiled in time is compiled when it is imported."""
    argv = [str(environment.python), "-m", "compileall", "-q", "-j", "0", str(folder)]
    with suppress(CommandTimedOut):
        process.run(argv, folder, seconds=COMPILE_SECONDS)


def found(contents: Iterable[str]) -> Environment | None:
    """Return the kept environment with these contents; None where there is none yet."""
    return ready(cache() / key(contents))


def empty(folder: Path, siblings: Siblings | None = None) -> Environment:
    """Make an empty environment of the running Python: a copy of one that is kept, in files of its own."""
    return replace(copy(kept(("nothing",), create), folder, shutil.copy2), siblings=siblings)


def copy(environment: Environment, folder: Path, put: Put | None = None) -> Environment:
    """Copy an environment into `folder`, by links where that can be: an installer replaces a file, and writes into
    none."""
    scripts = str(Environment(folder).scripts)
    own = names(scripts)
    folder.parent.mkdir(parents=True, exist_ok=True)
    spread(str(environment.folder), str(folder), put or linked)
    before, after = (str(one).encode() for one in (environment.folder, folder))
    for name in names(scripts) - own:
        rename(Path(scripts, name), before, after)
    return Environment(folder)


def names(folder: str) -> set[str]:
    """Return the names of what stands in a folder; none where there is no such folder."""
    try:
        return set(os.listdir(folder))  # noqa: PTH208 - pathlib takes as long as all the rest
    except FileNotFoundError:
        return set()


def spread(source: str, target: str, put: Put) -> None:
    """Put the files of a folder, and of those in it, into another one, but for those that are there."""
    with suppress(FileExistsError):
        os.mkdir(target)  # noqa: PTH102 - as above
    with os.scandir(source) as entries:
        for entry in entries:
            place = f"{target}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                spread(entry.path, place, put)
                continue
            with suppress(FileExistsError):
                if entry.is_symlink():
                    os.symlink(os.readlink(entry.path), place)  # noqa: PTH115, PTH211 - as above
                else:
                    put(entry.path, place)


@contextmanager
def place() -> Iterator[Path]:
    """Give the path of an environment that is gone afterwards: one that an earlier run has used, and no living one."""
    taken = next(filter(None, map(_taken, range(PLACES))), None)
    if taken is None:
        with folders.temporary() as folder:
            yield folder / "env"
        return
    folder, hold = taken
    try:
        yield folder / "env"
    finally:
        shutil.rmtree(folder / "env", ignore_errors=True)
        os.close(hold)


def _taken(number: int) -> tuple[Path, int] | None:
    """Hold a place and empty it; None where another run holds it, or it cannot be emptied."""
    folder = cache() / "places" / str(number)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    hold = folders.held(folder)
    if hold is None:
        return None
    shutil.rmtree(folder / "env", ignore_errors=True)
    if os.path.lexists(folder / "env"):
        os.close(hold)
        return None
    return folder, hold


def lay_into(environment: Environment, kept: Environment) -> None:
    """Copy a kept environment into one that exists, unless both hold the same distribution."""
    if not environment.distributions.keys() & kept.distributions.keys():
        copy(kept, environment.folder)


def rename(script: Path, before: bytes, after: bytes) -> None:
    """Let a program of an environment name another folder as its environment's."""
    if script.is_symlink() or not script.is_file() or script.stat().st_size > SCRIPT_LIMIT:
        return
    content = script.read_bytes()
    if before in content:
        mode = script.stat().st_mode
        script.unlink()
        script.write_bytes(content.replace(before, after))
        script.chmod(mode)


def linked(source: str, target: str) -> None:
    """Link a file, or copy it where the file system does not link."""
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError:
        shutil.copy2(source, target)


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


def key(contents: Iterable[str]) -> str:
    """Return the name of a kept environment: what interpreter it has and what is installed in it."""
    words = ["compiled", sys.version, str(Path(sys.executable).resolve()), *contents]
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:32]


def cache() -> Path:
    """Return the folder of kept environments: in the user's cache, or a passing one where that is shut."""
    from platformdirs import user_cache_path

    home = user_cache_path("gonogo") / "environments"
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        return passing()
    return home if os.access(home, os.W_OK) else passing()


@lru_cache(maxsize=1)
def passing() -> Path:
    """Return a temporary folder that goes when this process ends."""
    import atexit

    folder = tempfile.mkdtemp(prefix="gonogo-environments-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)
