"""A build backend at work: its hooks, called through one kept process in an isolated environment."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar, cast

if TYPE_CHECKING:
    from build import ProjectBuilder

from gonogo.artifacts import build_output
from gonogo.artifacts.environments import Environment
from gonogo.model.errors import GonogoError, NoGo
from gonogo.system.children import known, pipes

Result = TypeVar("Result")

SECONDS = 1800.0  # seconds after which a hook that does not end is ended
LOG_TAIL = 200_000  # bytes from the end of what a hook printed that are searched for the cause of its failure

LEGACY = (
    *("setuptools.command.sdist", "setuptools.command.bdist_wheel", "setuptools.command.dist_info"),
    *("setuptools.command.build", "setuptools.command.build_py", "setuptools.command.bdist_egg"),
)
SETUPTOOLS = (
    *(*LEGACY, "setuptools.command.build_ext", "setuptools.command.editable_wheel", "setuptools.command.easy_install"),
    *("setuptools.config._validate_pyproject", "distutils.command.bdist_rpm"),
)
MODULES = {
    "hatchling.build": (
        *("hatchling.builders.sdist", "hatchling.builders.wheel", "hatchling.metadata.core", "hatchling.utils.context"),
        *("packaging.licenses", "packaging.tags", "packaging.requirements", "packaging.version", "trove_classifiers"),
        *("email.headerregistry", "logging", "sysconfig", "subprocess"),
    ),
    "setuptools.build_meta": SETUPTOOLS,
    "setuptools.build_meta:__legacy__": LEGACY,
    "pdm.backend": ("pdm.backend.sdist", "pdm.backend.wheel", "email.generator", "email.parser"),
    "poetry.core.masonry.api": (
        *("poetry.core.factory", "poetry.core.masonry.builders.wheel", "poetry.core.masonry.metadata"),
        *("poetry.core.poetry", "poetry.core.json", "poetry.core.version.requirements", "poetry.core.spdx.helpers"),
        *("fastjsonschema", "lark", "lark.parsers.lalr_parser"),
    ),
}
"""What backends import late, by backend: imported ahead, to save time and nothing else."""

AHEAD = frozenset({*MODULES, "flit_core.buildapi", "mesonpy", "scikit_build_core.build"})
"""Backends whose import does not depend on the working directory (poetry-dynamic-versioning's does)."""


class BuildFailed(NoGo):
    text = "the build backend {backend} failed at {hook}: {why}"
    hint_text = "see all of its output with: python -m build"


class NotBuildable(GonogoError):
    text = "{path} cannot be built: {why}"
    hint_text = "give it a pyproject.toml with a [build-system] table"


@dataclass
class HookServer:
    """The process that calls hooks; `log` gathers what the backend prints, from `began` on that of the last hook.

    `variables` are set for each hook beside those of the process.
    """

    child: subprocess.Popen[str]
    environment: Environment
    log: Path
    lock: threading.Lock = field(default_factory=threading.Lock)
    began: int = 0
    variables: Mapping[str, str] = field(default_factory=dict)

    def call(self, cmd: Sequence[str], cwd: str | None = None, extra_environ: Mapping[str, str] | None = None) -> None:
        """Run one hook as `build` wants it run: CalledProcessError where it fails."""
        environ = {**self.variables, **(extra_environ or {})}
        request = {"argv": list(cmd), "cwd": str(cwd), "environ": environ, "log": str(self.log)}
        with self.lock:
            self.began = self.log.stat().st_size if self.log.exists() else 0
            code = self._ask(json.dumps(request) + "\n")
        if code:
            raise subprocess.CalledProcessError(code, list(cmd))

    def _ask(self, line: str) -> int:
        stdin, stdout = pipes(self.child)
        timer = threading.Timer(SECONDS, self.child.terminate)
        timer.start()
        try:
            stdin.write(line)
            stdin.flush()
            return int(stdout.readline() or 1)
        except BrokenPipeError:
            return 1
        finally:
            timer.cancel()

    def printed(self) -> str:
        """Return the end of what the last hook printed."""
        if not self.log.exists():
            return ""
        with self.log.open("rb") as log:
            log.seek(max(log.seek(0, os.SEEK_END) - LOG_TAIL, self.began))
            return log.read().decode("utf-8", "replace")


@contextmanager
def serving(environment: Environment, backend: str, log: Path, variables: Mapping[str, str]) -> Iterator[HookServer]:
    """Start a hook server in an environment, and end it; a `backend` of "" is imported by each hook alone."""
    from gonogo.artifacts import hook_server

    child = known(
        subprocess.Popen(
            [str(environment.python), "-B", str(hook_server.__file__)],
            cwd=log.parent,
            env=environment.variables(variables),
            encoding="utf-8",
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    )
    server = HookServer(child, environment, log)
    pipes(child)[0].write(json.dumps([backend or "os", MODULES.get(backend, ())]) + "\n")
    pipes(child)[0].flush()
    try:
        yield server
    finally:
        stop(child)


def stop(child: subprocess.Popen[str]) -> None:
    """End a hook server, and the hook that it may be at; it has nothing to bring to an end."""
    stdin, stdout = pipes(child)
    with contextlib.suppress(BrokenPipeError):
        stdin.close()
    child.terminate()
    if not ends(child):
        child.kill()
        child.wait()
    stdout.close()


def ends(child: subprocess.Popen[str]) -> bool:
    """Return whether a process ends within five seconds."""
    try:
        child.wait(timeout=5)
    except subprocess.TimeoutExpired:
        return False
    return True


@dataclass(frozen=True)
class Backend:
    """The backend of one source folder, whose hooks a server calls."""

    source: Path
    server: HookServer

    def requires(self, distribution: str) -> tuple[str, ...]:
        """Return what the backend further needs to build `sdist` or `wheel`."""
        kind = cast("Literal['sdist', 'wheel']", distribution)
        found = self._do(f"get_requires_for_build_{kind}", lambda builder: builder.get_requires_for_build(kind))
        return tuple(sorted(found))

    def build(self, distribution: str, out: Path) -> Path:
        """Build `sdist` or `wheel` into a folder and return the file."""
        return Path(self._do(f"build_{distribution}", lambda builder: builder.build(distribution, out)))  # type: ignore[arg-type]

    def metadata(self, out: Path) -> Path:
        """Write the project's metadata below `out` and return its folder; builds where no hook gives it."""
        return Path(self._do("prepare_metadata_for_build_wheel", lambda builder: builder.metadata_path(out)))

    def _do(self, hook: str, act: Callable[[ProjectBuilder], Result]) -> Result:
        """Call a hook; what the backend warns of stays with what it prints, in the log."""
        from build import BuildBackendException, BuildException, ProjectBuilder
        from pyproject_hooks import BuildBackendWarning

        warnings.simplefilter("ignore", BuildBackendWarning)
        try:
            return act(ProjectBuilder(self.source, str(self.server.environment.python), self.server.call))
        except BuildException as error:
            raise NotBuildable(path=self.source, why=error) from error
        except BuildBackendException as error:
            ended = isinstance(error.exception, subprocess.CalledProcessError)
            said = self.server.printed() if ended else str(error.exception).partition("\n")[0]
            why, details = build_output.cause(said)
            name = system(self.source).backend
            raise BuildFailed(backend=name, hook=hook, why=why or error, details=details) from error


@dataclass(frozen=True)
class System:
    """The table `[build-system]`: what the backend needs, its name, and whether it is in the tree."""

    requires: tuple[str, ...]
    backend: str
    in_tree: bool

    @property
    def preloaded(self) -> str:
        """The backend that may be imported ahead; none in the tree, and none that may look at its folder on import."""
        return self.backend if self.backend in AHEAD and not self.in_tree else ""


def system(source: Path) -> System:
    """Return a project's build system; setuptools where its `pyproject.toml` names none or there is none."""
    from gonogo.system.toml import read

    if not any((source / name).is_file() for name in ("pyproject.toml", "setup.py")):
        raise NotBuildable(path=source, why="it has no pyproject.toml and no setup.py")
    table = read(source / "pyproject.toml").get("build-system", {"requires": ["setuptools >= 40.8.0"]})
    requires = table.get("requires")
    if not isinstance(requires, list) or not all(isinstance(one, str) for one in requires):
        raise NotBuildable(path=source, why="`requires` in [build-system] must be a list of strings")
    backend = table.get("build-backend", "setuptools.build_meta:__legacy__")
    return System(tuple(requires), str(backend), "backend-path" in table)


def steady() -> dict[str, str]:
    """Return the variables that keep a build from what changes its bytes by chance."""
    return {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8"}
