"""Installed: a release put into an environment by hash, imported and run there as a user would."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from packaging.tags import Tag

from gonogo.artifacts.environments import Environment
from gonogo.model.errors import GonogoError, shown
from gonogo.model.manifest import Artifact, Manifest
from gonogo.model.verdict import Finding
from gonogo.system import process
from gonogo.system.folders import temporary

SCRIPT_SECONDS = 60.0
SMOKE_SECONDS = 600.0
ASKED = (["--help"], ["--version"])  # what every console script is expected to answer to


@dataclass(frozen=True)
class Inspected:
    """What the inspector reported of an installed distribution."""

    version: str
    scripts: tuple[str, ...]
    names: tuple[str, ...]
    failures: dict[str, str]


@dataclass(frozen=True)
class Scripts:
    """The console scripts of a distribution, its name, and what it needs, extras included."""

    distribution: str
    names: tuple[str, ...]
    needs: tuple[str, ...] = ()


def by_hash(environment: Environment, manifest: Manifest, wheels: Sequence[Artifact], index: str) -> None:
    """Install the exact version from an index, accepting nothing but the hashes of the given wheels."""
    hashes = " ".join(f"--hash=sha256:{wheel.sha256}" for wheel in wheels)
    with temporary() as folder:
        lock = folder / "requirements.txt"
        lock.write_text(f"{manifest.name}=={manifest.version} {hashes}\n", encoding="utf-8")
        environment.install(
            "--no-deps",
            "--require-hashes",
            "--only-binary",
            ":all:",
            "--no-cache-dir",
            "-r",
            str(lock),
            cwd=folder,
            index=index,
        )


def usable(wheels: Sequence[Artifact]) -> tuple[Artifact, ...]:
    """Return those wheels that the running interpreter on this machine can install."""
    from packaging.utils import parse_wheel_filename

    return tuple(wheel for wheel in wheels if tags() & parse_wheel_filename(wheel.filename)[3])


@cache
def tags() -> frozenset[Tag]:
    """Return the tags of the wheels that the running interpreter on this machine can install."""
    from packaging.tags import sys_tags

    return frozenset(sys_tags())


def findings(
    environment: Environment,
    manifest: Manifest,
    names: Sequence[str],
    smoke: Sequence[str],
    needs: Sequence[str] = (),
) -> list[Finding]:
    """Import and run what is installed, in an empty folder; return what is wrong, but for extras asked for by name."""
    with temporary() as folder:
        cwd = folder / "run"
        cwd.mkdir()
        try:
            found = inspect(environment, manifest.name, names, cwd)
            if add_extras(found.failures, manifest.name, needs, environment, cwd):
                found = inspect(environment, manifest.name, names, cwd)
        except (GonogoError, ValueError) as error:
            what = f"the installed {manifest.name} cannot be inspected: {error}"
            return [Finding("not-installed", what, fix="see what is in the wheel and in its RECORD")]
        return [
            *of_version(found, manifest),
            *of_imports(found),
            *of_scripts(Scripts(manifest.name, found.scripts, tuple(needs)), environment, cwd),
            *of_smoke(smoke, environment, cwd),
        ]


def inspect(environment: Environment, name: str, names: Sequence[str], cwd: Path) -> Inspected:
    """Return what the inspector reports of a distribution, whose import names may be given."""
    from gonogo.artifacts import inspector

    argv = [str(environment.python), "-I", str(inspector.__file__), name, *names]
    done = process.must(process.run(argv, cwd, env=variables(environment, cwd), seconds=SMOKE_SECONDS))
    raw = json.loads(done.stdout)
    return Inspected(raw["version"], tuple(raw["scripts"]), tuple(raw["names"]), raw["failures"])


def of_version(found: Inspected, manifest: Manifest) -> Iterator[Finding]:
    """Find a version that the installed metadata reports otherwise."""
    if found.version != manifest.version:
        what = f"the installed metadata reports {shown(found.version)}, the manifest {manifest.version}"
        yield Finding("version-differs", what, fix="build again from the tagged commit")


def of_imports(found: Inspected) -> Iterator[Finding]:
    """Find the import names that cannot be imported."""
    for name, why in found.failures.items():
        fix = "check that every module is in the wheel, and everything it imports among the dependencies"
        yield Finding("import-fails", f"import {shown(name)} fails: {shown(why)}", name, fix)


def of_scripts(scripts: Scripts, environment: Environment, cwd: Path) -> list[Finding]:
    """Find the console scripts that answer neither to `--help` nor to `--version`, with the extras they ask for."""
    why = refusals(scripts.names, environment, cwd)
    if add_extras(why, scripts.distribution, scripts.needs, environment, cwd):
        why |= refusals([one for one, text in why.items() if text], environment, cwd)
    fix = "let it answer to --help with exit status 0, without reading from the terminal"
    return [
        Finding("script-fails", f"{script} --help and --version both fail: {shown(text)}", script, fix)
        for script, text in why.items()
        if text
    ]


def add_extras(
    why: Mapping[str, str], distribution: str, needs: Sequence[str], environment: Environment, cwd: Path
) -> bool:
    """Install the extras that failures ask for by name; whether there were any."""
    wanted = dict.fromkeys(extra for text in why.values() for extra in asked_for(text, distribution))
    more = needs_of_extras(needs, wanted)
    if more:
        with contextlib.suppress(GonogoError):
            environment.install(*more, cwd=cwd)
    return bool(more)


def refusals(names: Sequence[str], environment: Environment, cwd: Path) -> dict[str, str]:
    """Return why each console script answers to nothing that is asked; an empty text for one that answers."""
    with ThreadPoolExecutor(4, "script") as pool:
        return dict(zip(names, pool.map(lambda script: refusal(script, environment, cwd), names), strict=True))


def refusal(script: str, environment: Environment, cwd: Path) -> str:
    """Return why a console script answers to nothing that is asked; empty where it answers."""
    why = ""
    for words in ASKED:
        argv = [str(environment.scripts / script), *words]
        try:
            done = process.run(argv, cwd, env=variables(environment, cwd), seconds=SCRIPT_SECONDS)
        except GonogoError as error:
            why = why or error.sentence
            continue
        if not done.code:
            return ""
        why = why or done.tail or f"exit status {done.code}"
    return why


def of_smoke(smoke: Sequence[str], environment: Environment, cwd: Path) -> Iterator[Finding]:
    """Find a smoke command of the project that fails."""
    if not smoke:
        return
    try:
        process.must(process.run(smoke, cwd, env=variables(environment, cwd), seconds=SMOKE_SECONDS))
    except GonogoError as error:
        yield Finding("smoke-fails", error.sentence, " ".join(smoke), "see smoke in [tool.gonogo]")


def variables(environment: Environment, cwd: Path) -> dict[str, str]:
    """Return the variables for what runs installed: those of an account whose home is the working folder."""
    found = environment.variables({"HOME": str(cwd)})
    return {name: value for name, value in found.items() if not name.startswith("XDG_")}


_NAMED = re.compile(r"(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)\[(?P<extras>[A-Za-z0-9][A-Za-z0-9._, -]*)\]")


def asked_for(text: str, name: str) -> tuple[str, ...]:
    """Return the extras of a package that a text names, as in `pip install "demo[cli]"`.

    >>> asked_for("It seems that Demo.Pkg is not whole: pip install 'demo-pkg[cli,web]'", "demo_pkg")
    ('cli', 'web')
    """
    own = canonicalize_name(name)
    found = (match["extras"] for match in _NAMED.finditer(text) if canonicalize_name(match["name"]) == own)
    return tuple(dict.fromkeys(one.strip() for extras in found for one in extras.split(",") if one.strip()))


def needs_of_extras(requirements: Iterable[str], extras: Iterable[str]) -> list[str]:
    """Return what extras need besides, of a distribution's `Requires-Dist`; what is always needed for the extra "".

    >>> needs_of_extras(["idna", "click>=5 ; extra == 'cli'", "x ; extra == 'dev'"], ["cli"])
    ['click>=5']
    >>> needs_of_extras(["idna", "tomli ; python_version < '3'", "click>=5 ; extra == 'cli'"], ["", "cli"])
    ['idna', 'click>=5']
    """
    return [one for extra in extras for one in _of_extra(requirements, canonicalize_name(extra))]


def _of_extra(requirements: Iterable[str], extra: str) -> Iterator[str]:
    """Yield the requirements that hold with an extra and not without, bare of their markers."""
    for text in requirements:
        try:
            one = Requirement(text)
        except InvalidRequirement:
            continue
        always = one.marker is None or one.marker.evaluate({"extra": ""})
        if always != bool(extra) and (always or (one.marker and one.marker.evaluate({"extra": extra}))):
            one.marker = None
            yield str(one)
