"""Resolution: which versions an installer chooses for the tests: those that a lock pins, the newest, or the lowest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from gonogo.artifacts.environments import Environment, sources, uv_program
from gonogo.model.errors import GonogoError
from gonogo.project import pins
from gonogo.project.pins import Pin, Pins
from gonogo.project.tree import Tree
from gonogo.system import process

FILE = "pins.txt"  # the constraint file that an environment is installed by; it stands in the environment's folder

EXPORTS = {
    "uv.lock": "uv export --frozen --no-emit-workspace --all-groups --all-extras --no-header --no-annotate --quiet",
    "pdm.lock": "pdm export --format requirements --group :all",
    "poetry.lock": "poetry export --format requirements.txt --all-groups --all-extras",
}
"""How the tool that owns a lock file prints it as requirements."""

EXPORT_SECONDS = 60.0


class NeedsUv(GonogoError):
    text = "uv is not installed, and pip cannot choose the lowest versions"
    hint_text = 'install it beside gonogo: python -m pip install "gonogo[fast]"'


class NoResolution(GonogoError):
    text = "{name} is not a kind of resolution"
    hint_text = "give one of: {known}"


class PinsDoNotFit(GonogoError):
    text = "what the tests need cannot be installed with the versions of {source}: {why}"
    hint_text = "update {source} and commit it; to test without it: nox -s tests -- --resolution newest"


class Choice(Enum):
    """Which versions of their dependencies the tests run with."""

    LOCKED = "locked"
    NEWEST = "newest"
    LOWEST = "lowest"

    @classmethod
    def named(cls, name: str) -> Choice:
        """Return the choice of that name, the locked versions for none; NoResolution for any other word."""
        try:
            return cls(name or cls.LOCKED)
        except ValueError as error:
            raise NoResolution(name=name, known=", ".join(one.value for one in cls)) from error


@dataclass(frozen=True)
class Resolution:
    """How the versions are chosen, and the pins where a lock or constraint files choose them."""

    choice: Choice = Choice.LOCKED
    pins: Pins = field(default_factory=Pins)

    @property
    def label(self) -> str:
        """What the board says of it; empty where nothing pins and nothing was asked for."""
        if self.choice is Choice.LOCKED:
            return f"pinned by {self.pins.source}" if self.pins.pins else ""
        if self.choice is Choice.NEWEST:
            return "with the newest version of every dependency"
        return "with the lowest version of every direct dependency"

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of the constraint file that holds the pins."""
        return tuple(map(line, self.pins.pins))

    def words(self, environment: Environment, direct: Sequence[str] = ()) -> tuple[str, ...]:
        """Return the words for the installer of an environment; `direct` are the project's own requirements."""
        if self.choice is Choice.NEWEST:
            return ("--upgrade",)
        pinned = lowest(environment, direct) if self.choice is Choice.LOWEST else self.pins.pins
        if not pinned:
            return ()
        file = environment.folder / FILE
        file.write_text("".join(map(line, pinned)), encoding="utf-8")
        return ("-c", str(file))


def lowest(environment: Environment, direct: Sequence[str]) -> tuple[Pin, ...]:
    """Return the lowest versions of requirements that go together; NeedsUv where only uv could find them."""
    if not uv_program():
        raise NeedsUv
    names = {canonicalize_name(Requirement(one).name) for one in direct}
    argv = [uv_program(), "pip", "compile", "-", "--quiet", "--no-header", "--no-annotate"]
    more = ["--resolution", "lowest-direct", "--python", str(environment.python)]
    done = process.run([*argv, *more], environment.folder, env=sources(""), text="\n".join(direct))
    found = pins.of_lines(process.must(done).stdout.splitlines())
    return tuple(pin for pin in found if pin.name in names)


def line(pin: Pin) -> str:
    """Return the line of a pin, with its hashes for uv alone: pip would ask one of the project's own wheel too."""
    hashes = [f"--hash={one}" for one in pin.hashes] if uv_program() else []
    return f"{' '.join([str(pin.requirement), *hashes])}\n"


def find(choice: Choice, root: Path, name: str, constraints: Sequence[str]) -> Resolution:
    """Return how a project's tests are resolved, but not itself: by constraint files, else its lock, else freely."""
    if choice is not Choice.LOCKED:
        return Resolution(choice)
    if constraints:
        return Resolution(choice, pins.of_files(Tree(root), constraints).without(name))
    found = pins.lock_of(root)
    if found is None:
        return Resolution(choice)
    folder, lock = found
    return Resolution(choice, Pins(lock, exported(root, lock) or pins.in_lock(folder, lock)).without(name))


def exported(root: Path, lock: str) -> tuple[Pin, ...]:
    """Return what the lock's own tool says that it pins; nothing where that tool is not there or refuses."""
    program, *words = EXPORTS.get(lock, "").split() or [""]
    try:
        found = uv_program() if program == "uv" else program and process.find(program)
        done = process.run([found, *words], root, seconds=EXPORT_SECONDS) if found else None
    except GonogoError:
        return ()
    return tuple(pins.of_lines(done.stdout.splitlines())) if done and not done.code else ()
