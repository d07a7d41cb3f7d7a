"""Environments: isolated ones, made by uv where it is found, else by venv and pip."""

import importlib.util
import os
import re
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from packaging.utils import canonicalize_name

from gonogo.model.errors import CouldNotTell, GonogoError
from gonogo.model.manifest import distribution
from gonogo.system import process
from gonogo.system.activity import waiting
from gonogo.system.address import without_proxy
from gonogo.system.environment import environment, installing
from gonogo.system.pip_settings import configured_certificates, configured_index, way_out

ELSEWHERE = (
    "UV_INDEX", "UV_EXTRA_INDEX_URL", "UV_FIND_LINKS", "UV_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS",
)  # fmt: skip
"""Variables that bring further places to install from; left out where one index is named."""

CONFIGURED = ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_INDEX")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
"""The name that a requirement begins with."""

VERSION = re.compile(r"\d+(\.\d+)*")
FETCH_NOTHING = {
    "UV_PYTHON_DOWNLOADS": "never",
    "UV_NO_PROGRESS": "1",
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PIP_NO_INPUT": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
}


class PythonMissing(GonogoError):
    text = "Python {python} is not on the PATH"
    hint_text = "install Python {python}, or remove it from the setting `pythons` of [tool.gonogo]"


@dataclass(frozen=True)
class Siblings:
    """Packages released together: a folder of their files, and an index that passes on all other names."""

    folder: Path
    index: str = ""

    def named_in(self, requirements: Iterable[str]) -> tuple[Path, ...]:
        """Return the files of those of them that some requirements name."""
        names = {canonicalize_name(match[0]) for one in requirements if (match := NAME.match(one.strip()))}
        found = sorted(self.folder.iterdir()) if self.folder.is_dir() else ()
        return tuple(path for path in found if distribution(path.name) in names)


@dataclass(frozen=True)
class Environment:
    """One environment in its folder; `siblings` are packages that can be installed into it, and are on no index yet."""

    folder: Path
    siblings: Siblings | None = None

    @property
    def scripts(self) -> Path:
        """The folder of its programs."""
        return self.folder / ("Scripts" if os.name == "nt" else "bin")

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.scripts / ("python.exe" if os.name == "nt" else "python")

    @property
    def configuration(self) -> dict[str, str]:
        """What its `pyvenv.cfg` says (PEP 405)."""
        lines = (self.folder / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
        return {key.strip(): value.strip() for key, _, value in (line.partition("=") for line in lines)}

    @property
    def version(self) -> str:
        """The version of its interpreter, as `3.12`."""
        said = self.configuration.get("version_info") or self.configuration.get("version", "unknown")
        return ".".join(said.split(".")[:2])

    @property
    def is_of_this_python(self) -> bool:
        """Whether its interpreter is a copy of the running one."""
        home, version = Path(self.configuration.get("home", "")), f"{sys.version_info.major}.{sys.version_info.minor}"
        return self.version == version and home.resolve().is_relative_to(Path(sys.base_prefix).resolve())

    @property
    def distributions(self) -> dict[str, str]:
        """The version of each distribution that is installed in it, by its normalized name."""
        shapes = ("lib/python*/site-packages", "lib/pypy*/site-packages", "Lib/site-packages")
        infos = (one.name for shape in shapes for one in self.folder.glob(f"{shape}/*.dist-info"))
        pairs = (name.removesuffix(".dist-info").rpartition("-") for name in infos)
        return {canonicalize_name(name): version for name, _, version in pairs}

    def variables(self, extra: Mapping[str, str] | None = None) -> dict[str, str]:
        """Return the variables for a program that runs in it: its programs come first on the PATH."""
        ours = environment()
        path = os.pathsep.join([str(self.scripts), ours["PATH"]])
        return {**ours, "PATH": path, "VIRTUAL_ENV": str(self.folder), **(extra or {})}

    def install(self, *args: str, cwd: Path, index: str = "") -> None:
        """Install what `pip install` would with the same arguments; CommandFailed where that fails.

        CouldNotTell where the installer reaches no index: that says nothing of what is to be installed.

        With `index` (the address of a simple API) nothing is looked for anywhere else; without it pip's and
        uv's own settings hold. Addresses go through the environment, since they may hold credentials.
        """
        uv = uv_program()
        argv = [uv, "pip", "install", "--quiet", "--python", str(self.python)] if uv else self._pip()
        with tempfile.NamedTemporaryFile(prefix="gonogo-install-", suffix=".log") as log:
            logged = [] if uv else ["--log", log.name]
            with waiting(f"{'uv' if uv else 'pip'} to install from the index", process.TIME_LIMIT):
                done = process.run([*argv, *logged, *args], cwd, env=sources(index, self.siblings))
            if done.code and UNREACHED.search(done.stderr[-LOOKED_AT:] + last(Path(log.name))):
                raise CouldNotTell(what="what the index holds for the installer", why=done.tail)
        process.must(done)

    def _pip(self) -> list[str]:
        if importlib.util.find_spec("pip") is None:
            return [str(self.python), "-I", "-m", "pip", "install", "--quiet", "--no-input"]
        return [sys.executable, "-I", "-m", "pip", "--python", str(self.python), "install", "--quiet", "--no-input"]


UNREACHED = re.compile(
    r"HTTP status server error|HTTP status client error \((?:401|403|407|408|429)"
    r"|HTTP error (?:401|403|407|408|429|5\d\d)|401 Unauthorized|403 Forbidden"
    r"|\b(?:401|403|407|408|429) Client Error|\b5\d\d Server Error|error sending request"
    r"|[Cc]onnection (?:refused|reset|aborted|timed out)|[Tt]imed out"
    r"|dns error|name resolution|Max retries exceeded|too many 5\d\d error responses|[Tt]unnel connection failed"
)
"""What uv and pip say of an index that they cannot reach, or that does not let them in."""

LOOKED_AT = 100_000  # characters of an installer's complaint that are looked at, from its end


def last(log: Path) -> str:
    """Return the last part of a log."""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - LOOKED_AT))
        return file.read().decode(errors="replace")


def create(folder: Path, python: str = "", siblings: Siblings | None = None) -> Environment:
    """Make an empty environment in `folder`, for the running interpreter or `python` (`3.12` or a path)."""
    interpreter = interpreter_for(python)
    uv = uv_program()
    if uv:
        argv = [uv, "venv", "--quiet", "--no-project", "--python", interpreter, str(folder)]
    else:
        bare = [] if importlib.util.find_spec("pip") is None else ["--without-pip"]
        argv = [interpreter, "-m", "venv", *bare, str(folder)]
    folder.parent.mkdir(parents=True, exist_ok=True)
    process.must(process.run(argv, folder.parent, env=installing(FETCH_NOTHING)))
    return Environment(folder, siblings)


def interpreter_for(python: str) -> str:
    """Return the path of an interpreter: the running one for "", that of a version, or a path as it is."""
    if not python:
        return sys.executable
    if not VERSION.fullmatch(python):
        return python
    if python == ".".join(map(str, sys.version_info[: python.count(".") + 1])):
        return sys.executable
    try:
        return process.find(f"python{python}")
    except process.ProgramMissing as error:
        raise PythonMissing(python=python) from error


@lru_cache(maxsize=1)
def uv_program() -> str:
    """Return the path of uv, from its package or from the PATH; empty where there is none."""
    if importlib.util.find_spec("uv") is not None:
        from uv import find_uv_bin

        return str(find_uv_bin())
    try:
        return process.find("uv")
    except process.ProgramMissing:
        return ""


LINKS = {"UV_FIND_LINKS": ",", "PIP_FIND_LINKS": " "}
"""Variables that name folders of files to install from, and what stands between two."""


def sources(index: str, siblings: Siblings | None = None) -> dict[str, str]:
    """Return the variables from which pip and uv read where to install from: one index, or what is configured.

    The files of siblings are looked at beside that, and their names are asked of no other index than theirs.
    uv reads nothing of pip's settings, so that it is given the index and the certificates that pip is configured with.
    """
    kept = without_proxy(trusting(installing(FETCH_NOTHING)))
    if index:
        kept = {name: value for name, value in kept.items() if name not in ELSEWHERE}
        alone = {"UV_NO_CONFIG": "1", "PIP_CONFIG_FILE": os.devnull, **way_out()}
        return {**kept, **alone, "UV_DEFAULT_INDEX": index, "PIP_INDEX_URL": index}
    address = "" if any(name in kept for name in CONFIGURED) else configured_index()
    if siblings:
        where = siblings.folder.as_uri()
        kept |= {name: joint.join(filter(None, (where, kept.get(name, "")))) for name, joint in LINKS.items()}
        if siblings.index and not any(name in kept for name in CONFIGURED):
            return {**kept, "UV_DEFAULT_INDEX": siblings.index, "PIP_INDEX_URL": siblings.index}
    return {**kept, "UV_DEFAULT_INDEX": address} if address else kept


def trusting(variables: dict[str, str]) -> dict[str, str]:
    """Return variables with the certificates that pip trusts, unless others are named already."""
    certificates = configured_certificates()
    return {"SSL_CERT_FILE": certificates, **variables} if certificates else variables
