"""Layers: each package of a release is installed once by itself, and linked into the environments that need it.

An installer that finds there what it is to install asks no index about it, however many packages there are.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

from gonogo.artifacts import kept_environments
from gonogo.artifacts.builder import metadata_of
from gonogo.artifacts.environments import Environment, Siblings, create, uv_program
from gonogo.artifacts.installed import needs_of_extras, tags
from gonogo.model.errors import GonogoError

MAKING = threading.Lock()


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
        for wheel in named(environment.siblings, needs):
            layer = made(wheel, environment.siblings)
            if layer:
                kept_environments.copy(layer, environment.folder)


def named(siblings: Siblings, needs: Iterable[str]) -> list[Path]:
    """Return the wheels of siblings that requirements lead to, each once."""
    wheels: dict[str, Path] = {}
    for path in siblings.folder.glob("*.whl"):
        name, _, _, fits = parse_wheel_filename(path.name)
        if fits & tags():
            wheels[name] = path
    found, waiting = dict[tuple[Path, frozenset[str]], None](), list(needs)
    while waiting:
        need = read(waiting.pop())
        wheel = wheels.get(canonicalize_name(need.name)) if need and not need.url else None
        if need is None or wheel is None or parse_wheel_filename(wheel.name)[1] not in need.specifier:
            continue
        key = (wheel, frozenset(need.extras))
        if key not in found:
            found[key] = None
            waiting += needs_of(wheel, tuple(sorted(need.extras)))
    return list(dict.fromkeys(wheel for wheel, _ in found))


@lru_cache(maxsize=1024)
def read(need: str) -> Requirement | None:
    """Return a requirement that holds here; None for one that does not, and for another word of an installer."""
    try:
        found = Requirement(need)
    except InvalidRequirement:
        return None
    return found if found.marker is None or found.marker.evaluate({"extra": ""}) else None


@lru_cache(maxsize=256)
def needs_of(wheel: Path, extras: tuple[str, ...]) -> tuple[str, ...]:
    """Return what a wheel requires here with some extras."""
    return tuple(needs_of_extras(metadata_of(wheel).all("Requires-Dist"), ("", *extras)))


def made(wheel: Path, siblings: Siblings) -> Environment | None:
    """Return a folder into which nothing but one wheel is installed, made at first use; None where that fails."""
    layer = Environment(siblings.folder.with_name("layers") / wheel.stem)
    with MAKING:
        if not layer.folder.exists():
            host = kept_environments.kept(("nothing",), create)
            try:
                host.install("--prefix", str(layer.folder), "--no-deps", str(wheel), cwd=wheel.parent)
            except GonogoError:
                shutil.rmtree(layer.folder, ignore_errors=True)
                return None
            for script in layer.scripts.glob("*"):
                kept_environments.rename(script, str(host.folder).encode(), str(layer.folder).encode())
    return layer
