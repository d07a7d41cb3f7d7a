"""Toolchains: build environments with what a project's backend needs, kept; a build gets a copy of its own."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from gonogo.artifacts import kept_environments
from gonogo.artifacts.environments import Environment, Siblings, create, uv_program
from gonogo.artifacts.store import digest
from gonogo.model.errors import NoGo
from gonogo.system.process import CommandFailed

LOCK = "requirements/build.txt"  # where a project may pin its build requirements by hash (`uv pip compile`)


class NotLocked(NoGo):
    text = "{lock} does not hold what the build needs: {needs}"
    hint_text = "lock it again: uv pip compile --generate-hashes --output-file {lock} requirements/build.in"


def fresh(
    folder: Path,
    requires: Iterable[str],
    source: Path,
    options: Sequence[str] = (),
    siblings: Siblings | None = None,
) -> Environment:
    """Make an environment with requirements in `folder`, by hash where `source` locks them; `options` are the
    installer's."""
    environment = create(folder, siblings=siblings)
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


def kept(
    requires: Sequence[str], source: Path, options: Sequence[str] = (), siblings: Siblings | None = None
) -> Environment:
    """Return the kept environment for these requirements, and make it where there is none.

    What is required of packages that are released together is installed from their files.
    """
    files = siblings.named_in(requires) if siblings else ()
    return kept_environments.kept(
        contents([*requires, *options, *map(digest, files)], source),
        lambda folder: fresh(folder, requires, source, options, siblings if files else None),
    )


def pinned(
    requires: Sequence[str], pins: Sequence[str], source: Path, before: str = "", siblings: Siblings | None = None
) -> Environment:
    """Return the kept environment for requirements: by `source`'s lock, else by `pins`, none younger than `before`."""
    if siblings and siblings.named_in(requires):
        return kept([*requires, *pins], source, siblings=siblings)
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
    return tuple(sorted(f"{name}=={version}" for name, version in environment.distributions.items() if name != "pip"))


def found(requires: Iterable[str], source: Path) -> Environment | None:
    """Return the kept environment for these requirements; None where there is none yet."""
    return kept_environments.found(contents(requires, source))


def contents(requires: Iterable[str], source: Path) -> tuple[str, ...]:
    """Return what is installed in the toolchain for these requirements."""
    lock = source / LOCK
    return (digest(lock) if lock.is_file() else "", *sorted(set(requires)))
