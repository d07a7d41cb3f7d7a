"""Building: sdist, then the wheel from it, isolated and reproducible; and what a backend reports."""

import platform
import sys
import tarfile
import tempfile
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email.message import Message
from pathlib import Path

from gonogo.artifacts import kept_environments, toolchain
from gonogo.artifacts.backend import Backend, HookServer, serving, steady, system
from gonogo.artifacts.environments import Siblings
from gonogo.artifacts.repack import repack
from gonogo.artifacts.store import digest
from gonogo.artifacts.workshops import Workshops, kept_workshop
from gonogo.model.errors import GonogoError, NoGo
from gonogo.model.manifest import Artifact, Manifest
from gonogo.system.folders import temporary

UNREADABLE = (OSError, EOFError, zlib.error, tarfile.TarError, KeyError, ValueError, RuntimeError)
"""What the standard library raises over a broken archive."""


class OldPython(GonogoError):
    text = "Python {version} cannot unpack an sdist safely: it has no filters for archives (PEP 706)"
    hint_text = "use a newer release: 3.10.12, 3.11.4, or any release of 3.12 or later"


class BrokenArtifact(NoGo):
    text = "{filename} cannot be opened as an sdist or a wheel: {why}"
    hint_text = "build again with: nox -s build -- --fresh"


@dataclass(frozen=True)
class Metadata:
    """What a project's metadata says: name, version, every header and, where they were asked for, entry points."""

    name: str
    version: str
    headers: Message
    entry_points: tuple[str, ...] = ()

    def all(self, header: str) -> tuple[str, ...]:
        """Return every value of a header, such as `Requires-Dist`."""
        return tuple(str(value) for value in self.headers.get_all(header, ()))


@dataclass(frozen=True)
class How:
    """How a build differs from the usual one: by versions, as `name==version`, that it needs, and by variables.

    `before` is a time, such as 2026-11-28T00:00:00Z, after which nothing that is installed for it was released.
    `siblings` are packages that are released together, from whose files it takes what it requires of them, and
    `workshops` the build environments that they share.
    """

    pins: tuple[str, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)
    before: str = ""
    siblings: Siblings | None = None
    workshops: Workshops | None = None


USUAL = How()
BOTH = ("sdist", "wheel")


class SharedLacks(Exception):
    """A backend needs more than is in the environment that packages share."""


def build(source: Path, out: Path, epoch: int, how: How = USUAL, kinds: Collection[str] = BOTH) -> tuple[Path, ...]:
    """Build the sdist of a clean clone and the wheel from it, all times `epoch`: a commit gives the same bytes."""
    out.mkdir(parents=True, exist_ok=True)
    try:
        with workshop(source, epoch, how) as server, temporary() as folder:
            order = Order(source, out, epoch, is_shared=how.workshops is not None)
            sdist = order.made(Backend(source, server), "sdist")
            if "wheel" not in kinds:
                return (sdist,)
            return sdist, order.made(Backend(unpacked(sdist, folder / "tree"), server), "wheel")
    except SharedLacks:
        return build(source, out, epoch, replace(how, workshops=None), kinds)


def wheel_from(
    sdist: Path, out: Path, epoch: int, siblings: Siblings | None = None, early: HookServer | None = None
) -> Path:
    """Build the wheel of a given sdist into `out`, as an installer would, in a kept environment or by `early` there."""
    out.mkdir(parents=True, exist_ok=True)
    with temporary() as folder:
        tree = unpacked(sdist, folder / "tree")
        with kept_workshop(tree, {"SOURCE_DATE_EPOCH": str(epoch)}, early, siblings) as backend:
            path = backend.build("wheel", out)
        repack(path, epoch)
        return path


@contextmanager
def workshop(source: Path, epoch: int, how: How = USUAL) -> Iterator[HookServer]:
    """Give an isolated environment with the project's build requirements, as a hook server in it."""
    needs = system(source)
    kept = toolchain.pinned(needs.requires, how.pins, source, how.before, how.siblings)
    variables = {"SOURCE_DATE_EPOCH": str(epoch), **how.variables}
    if how.workshops:
        with how.workshops.server(kept, needs.preloaded) as shared:
            yield replace(shared, variables=variables)
        return
    with temporary() as folder:
        environment = kept_environments.copy(kept, folder / "env")
        with serving(environment, needs.preloaded, folder / "log", {**steady(), **variables}) as server:
            yield server


@dataclass(frozen=True)
class Order:
    """What is built, into which folder, and with which time; `is_shared` where others build in the environment too."""

    source: Path
    out: Path
    epoch: int
    is_shared: bool

    def made(self, backend: Backend, distribution: str) -> Path:
        """Ask what a backend needs too, at the versions of the source's lock; build an sdist or wheel in its one form.

        SharedLacks where that would be installed into what is shared.
        """
        more = set(backend.requires(distribution)) - set(system(self.source).requires)
        if more and self.is_shared:
            raise SharedLacks
        toolchain.add(backend.server.environment, more, self.source)
        path = backend.build(distribution, self.out)
        repack(path, self.epoch)
        return path


def unpacked(sdist: Path, folder: Path) -> Path:
    """Unpack an sdist into a fresh folder and return its one top folder; nothing can land outside."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with tarfile.open(sdist) as archive:
            safely(archive, folder)
        (top,) = folder.iterdir()
    except UNREADABLE as error:
        raise BrokenArtifact(filename=sdist.name, why=error or "it has not exactly one top folder") from error
    return top


def require_safe_python() -> None:
    """Raise OldPython where this Python cannot keep what it unpacks inside a folder."""
    if not hasattr(tarfile, "data_filter"):
        raise OldPython(version=".".join(map(str, sys.version_info[:3])))


def safely(archive: tarfile.TarFile, folder: Path) -> None:
    """Unpack an archive so that nothing lands outside a folder; OldPython where Python has no filter for that."""
    require_safe_python()
    archive.extractall(folder, filter="data")


def metadata(source: Path, early: HookServer | None = None, siblings: Siblings | None = None) -> Metadata:
    """Return the metadata that the project's backend gives in a kept environment, without building where it can."""
    with kept_workshop(source, {}, early, siblings) as backend:
        folder = Path(tempfile.mkdtemp(prefix="metadata-", dir=backend.server.log.parent))
        given = backend.metadata(folder)
        found = read_metadata(given / "METADATA")
        listed = given / "entry_points.txt"
        lines = entry_points(listed.read_bytes()) if listed.is_file() else named_entry_points(source)
        return replace(found, entry_points=lines)


def entry_points(content: bytes) -> tuple[str, ...]:
    """Return what the bytes of an entry_points.txt hold, each as `group: name = object`; a broken line as it is."""
    found, group = [], ""
    for line in map(str.strip, content.decode("utf-8", "replace").splitlines()):
        if line.startswith("[") and line.endswith("]"):
            group = line[1:-1].strip()
        elif line and line[0] not in "#;":
            found.append(f"{group}: {' = '.join(part.strip() for part in line.split('=', 1))}")
    return tuple(sorted(found))


def named_entry_points(source: Path) -> tuple[str, ...]:
    """Return the entry points that pyproject.toml names, for a backend such as hatchling whose hook tells none."""
    from gonogo.project.tree import Tree

    tree = Tree(source)
    groups = {
        "console_scripts": tree.table("project.scripts"),
        "gui_scripts": tree.table("project.gui-scripts"),
        **tree.table("project.entry-points"),
    }
    tables = {group: table for group, table in groups.items() if isinstance(table, dict)}
    return tuple(
        sorted(f"{group}: {name} = {value}" for group, table in tables.items() for name, value in table.items())
    )


def read_metadata(path: Path) -> Metadata:
    """Read a METADATA or PKG-INFO file."""
    return parse_metadata(path.read_bytes())


def parse_metadata(content: bytes) -> Metadata:
    """Return the metadata that the bytes of a METADATA or PKG-INFO file hold."""
    from email.parser import Parser
    from email.policy import compat32

    headers = Parser(policy=compat32).parsestr(content.decode("utf-8", "replace"))
    return Metadata(str(headers.get("Name", "")), str(headers.get("Version", "")), headers)


def manifest(files: Sequence[Path], built: Metadata, commit: str, epoch: int, tag: str = "") -> Manifest:
    """Return the manifest of built files: their sizes and hashes, and the tools that made them."""
    return Manifest(built.name, built.version, commit, epoch, artifacts(files), tag, tools(files))


def requirements(source: Path, how: How = USUAL) -> str:
    """Return what is installed to build a project, each as `name==version`."""
    environment = toolchain.pinned(system(source).requires, how.pins, source, siblings=how.siblings)
    return " ".join(toolchain.versions(environment))


def artifacts(files: Iterable[Path]) -> tuple[Artifact, ...]:
    """Return name, size in bytes and sha256 of each file."""
    return tuple(Artifact(path.name, path.stat().st_size, digest(path)) for path in files)


def tools(files: Iterable[Path]) -> dict[str, str]:
    """Return what built the files, by name: gonogo, build, the Python, its zlib, and the wheels' backend."""
    return {
        "gonogo": installed("gonogo"),
        "build": installed("build"),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        "backend": ", ".join(sorted({generator(path) for path in files if path.name.endswith(".whl")})),
    }


def installed(name: str) -> str:
    """Return the version of an installed package; `unknown` where it runs from a folder."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"


def generator(wheel: Path) -> str:
    """Return the name and version of the backend that wrote a wheel, as the wheel says."""
    headers = parse_metadata(member(wheel, ".dist-info/WHEEL")).headers
    return str(headers.get("Generator", "unknown"))


def metadata_of(path: Path) -> Metadata:
    """Return the metadata inside an sdist or a wheel; BrokenArtifact where it cannot be read."""
    return parse_metadata(member(path, ".dist-info/METADATA" if path.name.endswith(".whl") else "/PKG-INFO"))


def member(path: Path, ending: str) -> bytes:
    """Return the content of the top-most member of an artifact whose name has an ending."""
    import zipfile

    try:
        if path.name.endswith(".whl"):
            with zipfile.ZipFile(path) as wheel:
                return wheel.read(topmost(wheel.namelist(), ending))
        with tarfile.open(path) as sdist:
            content = sdist.extractfile(topmost(sdist.getnames(), ending))
            return content.read() if content is not None else b""
    except (*UNREADABLE, zipfile.BadZipFile) as error:
        raise BrokenArtifact(filename=path.name, why=error) from error


def topmost(names: Iterable[str], ending: str) -> str:
    """Return the name with an ending that has the fewest folders; KeyError where none has it."""
    found = [name for name in names if name.endswith(ending) and name.count("/") == 1]
    if not found:
        raise KeyError(f"it holds no *{ending}")
    return found[0]
