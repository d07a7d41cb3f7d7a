"""Layers: the files that each package of a release installs, linked into the environments of those that need it.

All of them are installed and compiled at once. An installer that finds there what it is to install asks no index about
it, however many packages there are.
"""

from __future__ import annotations

import csv
import os
import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename
from packaging.version import Version

from gonogo.artifacts import kept_environments
from gonogo.artifacts.builder import metadata_of
from gonogo.artifacts.environments import Environment, Siblings, create, uv_program
from gonogo.artifacts.installed import needs_of_extras, tags
from gonogo.artifacts.overlay import sites
from gonogo.model.errors import GonogoError
from gonogo.model.manifest import distribution


def install(environment: Environment, wheel: Path, extras: tuple[str, ...], *words: str, cwd: Path) -> None:
    """Install a wheel with extras and further words of the installer; what it needs of its siblings is linked."""
    if environment.siblings and wheel.suffix == ".whl":
        lay(environment, (*needs_of(wheel, extras), *words))
        if uv_program():  # which asks an index about all that a wheel needs, unless the wheel is there already
            environment.install("--no-deps", str(wheel), cwd=cwd)
    environment.install(f"{wheel}[{','.join(extras)}]" if extras else str(wheel), *words, cwd=cwd)


def requirements(environment: Environment, needs: Sequence[str], cwd: Path) -> None:
    """Install what a distribution needs, from where pip is configured to look; extras are left out."""
    if needs:
        lay(environment, needs)
        environment.install(*needs, cwd=cwd)


def lay(environment: Environment, needs: Iterable[str]) -> None:
    """Link into an environment what requirements name of its siblings, and what those need of one another.

    What does not fit a requirement, or this Python, is left to the installer.
    """
    if environment.siblings and environment.is_of_this_python:
        layers = layers_of(environment.siblings.folder)
        for wheel in named(environment.siblings, needs):
            layers.of(wheel).link(environment)


def named(siblings: Siblings, needs: Iterable[str]) -> list[Path]:
    """Return the wheels of siblings that requirements lead to, each once."""
    wheels, waiting = fitting(siblings.folder), list(needs)
    found: dict[tuple[Path, frozenset[str]], None] = {}
    while waiting:
        need = read(waiting.pop())
        wheel = wheels.get(canonicalize_name(need.name)) if need and not need.url else None
        if need is None or wheel is None or str(version(wheel)) not in need.specifier:
            continue
        key = (wheel, frozenset(need.extras))
        if key not in found:
            found[key] = None
            waiting += needs_of(wheel, tuple(sorted(need.extras)))
    return list(dict.fromkeys(wheel for wheel, _ in found))


def fitting(folder: Path) -> dict[str, Path]:
    """Return the wheels in a folder that fit this Python, by the names of their packages."""
    return {distribution(path.name): path for path in folder.glob("*.whl") if version(path)}


@lru_cache(maxsize=1024)
def version(wheel: Path) -> Version | None:
    """Return the version of a wheel; None for one that does not fit this Python."""
    _, found, _, fits = parse_wheel_filename(wheel.name)
    return found if fits & tags() else None


@lru_cache(maxsize=1024)
def read(need: str) -> Requirement | None:
    """Return a requirement that holds here; None for one that does not, and for another word of an installer."""
    try:
        found = Requirement(need)
    except InvalidRequirement:
        return None
    return found if found.marker is None or found.marker.evaluate({"extra": ""}) else None


@lru_cache(maxsize=1024)
def needs_of(wheel: Path, extras: tuple[str, ...]) -> tuple[str, ...]:
    """Return what a wheel requires here with some extras."""
    return tuple(needs_of_extras(metadata_of(wheel).all("Requires-Dist"), ("", *extras)))


@dataclass(frozen=True)
class Layer:
    """What one package installs: files below a folder, and the folder of the environment that its scripts name."""

    folder: Path = Path()
    host: Path = Path()
    files: tuple[str, ...] = ()

    def link(self, environment: Environment) -> None:
        """Link it into an environment."""
        target, scripts = str(environment.folder), f"{environment.scripts.name}{os.sep}"
        for parent in {name.rpartition("/")[0] for name in self.files}:
            os.makedirs(f"{target}/{parent}", exist_ok=True)  # noqa: PTH103 - pathlib takes as long as all the rest
        for name in self.files:
            with suppress(FileExistsError):
                kept_environments.linked(f"{self.folder}/{name}", f"{target}/{name}")
            if name.startswith(scripts):
                before, after = str(self.host).encode(), target.encode()
                kept_environments.rename(Path(target, name), before, after)


NOTHING = Layer()  # of a package that is left to the installer


class Layers:
    """The layers of the wheels in a folder, made beside it when the first of them is needed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._made: dict[Path, Layer] = {}

    def of(self, wheel: Path) -> Layer:
        """Return the layer of a wheel, made at once with those of all wheels that are new in the folder."""
        with self._lock:
            if wheel not in self._made:
                new = [one for one in fitting(self._folder).values() if one not in self._made]
                made = install_apart(new, self._folder.with_name("layers") / str(len(self._made)))
                self._made |= {one: made.get(distribution(one.name), NOTHING) for one in new}
            return self._made[wheel]


@cache
def layers_of(folder: Path) -> Layers:
    """Return the layers of the wheels in a folder."""
    return Layers(folder)


def install_apart(wheels: Sequence[Path], folder: Path) -> Mapping[str, Layer]:
    """Install wheels into a folder, compile them, and return the layers by package; none where that fails.

    Packages that install the same file have none: an environment has that of the one that is installed last.
    """
    host = kept_environments.kept(("nothing",), create)
    try:
        host.install("--prefix", str(folder), "--no-deps", *map(str, wheels), cwd=folder.parent.parent)
    except GonogoError:
        return {}
    kept_environments.compile_all(host, folder)
    files = {distribution(one.parent.name + ".whl"): recorded(one, folder) for one in records(folder)}
    owners = Counter(name for some in files.values() for name in some)
    return {one: Layer(folder, host.folder, some) for one, some in files.items() if all(owners[f] < 2 for f in some)}


def records(folder: Path) -> list[Path]:
    """Return the lists of files that an installer wrote, one for each package."""
    return [path for site in sites(Environment(folder)) for path in site.glob("*.dist-info/RECORD")]


def recorded(record: Path, folder: Path) -> tuple[str, ...]:
    """Return the files of a package, compiled ones among them, by their paths from the folder of an environment."""
    with record.open(encoding="utf-8", newline="") as file:
        paths = [Path(os.path.normpath(record.parent.parent / row[0])) for row in csv.reader(file) if row]
    compiled = [one for path in paths if path.suffix == ".py" for one in path.parent.glob(f"__pycache__/{path.stem}.*")]
    return tuple(path.relative_to(folder).as_posix() for path in (*paths, *compiled) if path.is_file())
